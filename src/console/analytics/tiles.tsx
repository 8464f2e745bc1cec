// The figures of the whole range, each with what it means, what it was before, and the conversations behind it.
import { NumberInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { FigureName, FiguresReport } from '../../protocol/figures';
import { duration } from '../text/time';
import { meanings } from './figure-words';
import { Meaning } from './meaning';
import { changeOf, share, time, type Change } from './ranges';
import type { OnOpen } from './use-asked';

interface Props {
  report: FiguresReport;
  onOpen: OnOpen;
}

export function Tiles({ report: { totals, before, answers }, onOpen }: Props) {
  const then = before.totals;
  const opens = (name: string, figure: FigureName) => () => onOpen({ title: name, query: { figure } });
  const tile = (name: string, figure: FigureName, more: Omit<TileProps, 'name'>) => (
    <Tile name={name} {...more} onOpen={opens(name, figure)} />
  );
  return (
    <>
      <dl className="numbers">
        {tile('Conversations', 'conversations', {
          meaning: meanings.conversations,
          value: String(totals.conversations),
          change: changeOf(totals.conversations, then.conversations),
        })}
        {tile('Resolved by the AI', 'resolvedByAi', {
          meaning: meanings.resolvedByAi,
          value: String(totals.resolvedByAi),
          beside: `${share(totals.resolvedByAi, totals.closed)} of those closed`,
          change: changeOf(totals.resolvedByAi, then.resolvedByAi, 'more'),
        })}
        {tile('With people', 'withPerson', {
          meaning: meanings.withPerson,
          value: String(totals.withPerson),
          beside: `${totals.handedOver} handed over`,
          change: changeOf(totals.withPerson, then.withPerson),
        })}
        {tile('First response of a person', 'answeredByPerson', {
          meaning: meanings.firstResponse,
          value: time(totals.firstResponse.median),
          beside: `nine of ten: ${time(totals.firstResponse.p90)}`,
          change: changeOf(totals.firstResponse.median, then.firstResponse.median, 'less'),
        })}
        {tile('Until closed', 'closed', {
          meaning: meanings.resolution,
          value: time(totals.resolution.median),
          beside: `nine of ten: ${time(totals.resolution.p90)}`,
          change: changeOf(totals.resolution.median, then.resolution.median, 'less'),
        })}
        {tile('Rating', 'rated', {
          meaning: meanings.rating,
          value: totals.averageScore === null ? '–' : `${totals.averageScore.toFixed(1)} of 5`,
          beside: totals.rated
            ? `${share(totals.satisfied, totals.rated)} of ${totals.rated} satisfied`
            : 'Nobody rated yet',
          change: changeOf(totals.averageScore, then.averageScore, 'more'),
        })}
        <Tile
          name="The AI answers in"
          meaning={meanings.answers}
          value={time(answers.median)}
          beside={`${answers.count} answers${answers.cost === null ? '' : `, cost ${answers.cost.toFixed(2)}`}`}
        />
        <Saved resolved={totals.resolvedByAi} />
      </dl>
      <p className="quiet pad">
        {then.conversations === 0 ? 'Nothing to compare with: no conversation began from ' : 'Compared with '}
        {range(before.period)}.
      </p>
    </>
  );
}

function range({ from, until }: { from: string; until: string }): string {
  const [first, last] = [dates(from), dates(until, -1)];
  return first === last ? first : `${first} to ${last}`;
}

/** The last moment is in the period, the first after it is not. */
function dates(iso: string, shift = 0): string {
  const options = { day: 'numeric', month: 'short', year: 'numeric' } as const;
  return new Intl.DateTimeFormat(undefined, options).format(Date.parse(iso) + shift);
}

interface TileProps {
  name: string;
  meaning: string;
  value: string;
  beside?: ReactNode;
  change?: Change | undefined;
  onOpen?: () => void;
}

function Tile({ name, meaning, value, beside, change, onOpen }: TileProps) {
  return (
    <div className="number">
      <dt>
        {name} <Meaning of={name} text={meaning} />
      </dt>
      <dd>
        {onOpen ? (
          <button
            className="number-open"
            onClick={onOpen}
            aria-label={`${name}: ${value}. Show the conversations`}
          >
            {value}
          </button>
        ) : (
          value
        )}
        {beside && <span className="number-beside">{beside}</span>}
        {change && (
          <span className="number-change" data-good={change.good}>
            {change.words}
            <span className="hidden"> against the days before</span>
          </span>
        )}
      </dd>
    </div>
  );
}

const savedKey = 'parley:minutes-a-conversation';
const usualMinutes = 6;

function Saved({ resolved }: { resolved: number }) {
  const [minutes, setMinutes] = useState(() => Number(localStorage.getItem(savedKey)) || usualMinutes);
  const change = (value: number | string) => {
    const next = Math.min(600, Math.max(1, Number(value) || usualMinutes));
    localStorage.setItem(savedKey, String(next));
    setMinutes(next);
  };
  return (
    <div className="number">
      <dt>
        Saved by the AI <Meaning of="Saved by the AI" text={meanings.saved} />
      </dt>
      <dd>
        {resolved === 0 ? '–' : duration(resolved * minutes * 60)}
        <span className="number-beside number-minutes">
          at
          <NumberInput
            aria-label="Minutes a conversation takes a person"
            size="xs"
            w={64}
            min={1}
            max={600}
            value={minutes}
            onChange={change}
          />
          minutes each
        </span>
      </dd>
    </div>
  );
}
