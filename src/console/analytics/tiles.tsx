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

export function Tiles(props: Props) {
  const { before, totals } = props.report;
  const none = before.totals.conversations === 0;
  return (
    <>
      <dl className="numbers">
        <Outcomes {...props} />
        <Times {...props} />
        <Saved resolved={totals.resolvedByAi} />
      </dl>
      <p className="quiet pad">
        {none ? 'Nothing to compare with: no conversation began from ' : 'Compared with '}
        {range(before.period)}.
      </p>
    </>
  );
}

const opens = (onOpen: OnOpen, title: string, figure: FigureName) => () =>
  onOpen({ title, query: { figure } });

function Outcomes({ report: { totals, before }, onOpen }: Props) {
  const then = before.totals;
  const { conversations, resolvedByAi, withPerson, averageScore, rated } = totals;
  return (
    <>
      <Tile
        name="Conversations"
        meaning={meanings.conversations}
        value={String(conversations)}
        change={changeOf(conversations, then.conversations)}
        onOpen={opens(onOpen, 'Conversations', 'conversations')}
      />
      <Tile
        name="Resolved by the AI"
        meaning={meanings.resolvedByAi}
        value={String(resolvedByAi)}
        beside={`${share(resolvedByAi, totals.closed)} of those closed`}
        change={changeOf(resolvedByAi, then.resolvedByAi, 'more')}
        onOpen={opens(onOpen, 'Resolved by the AI', 'resolvedByAi')}
      />
      <Tile
        name="Closed by people"
        meaning={meanings.withPerson}
        value={String(withPerson)}
        beside={`${totals.handedOver} handed over, closed or not`}
        change={changeOf(withPerson, then.withPerson)}
        onOpen={opens(onOpen, 'Closed by people', 'withPerson')}
      />
      <Tile
        name="Rating"
        meaning={meanings.rating}
        value={averageScore === null ? '–' : `${averageScore.toFixed(1)} of 5`}
        beside={rated ? `${share(totals.satisfied, rated)} of ${rated} satisfied` : 'Nobody rated yet'}
        change={changeOf(averageScore, then.averageScore, 'more')}
        onOpen={opens(onOpen, 'Rated', 'rated')}
      />
    </>
  );
}

function Times({ report: { totals, before, answers }, onOpen }: Props) {
  const took = (figure: 'firstResponse' | 'nextResponse' | 'resolution') => ({
    meaning: meanings[figure],
    value: time(totals[figure].median),
    beside: `nine of ten: ${time(totals[figure].p90)}`,
    change: changeOf(totals[figure].median, before.totals[figure].median, 'less'),
  });
  const cost = answers.cost === null ? '' : `, cost ${answers.cost.toFixed(2)}`;
  return (
    <>
      <Tile
        name="First response of a person"
        {...took('firstResponse')}
        onOpen={opens(onOpen, 'Answered by a person', 'answeredByPerson')}
      />
      <Tile name="Later responses" {...took('nextResponse')} />
      <Tile name="Until closed" {...took('resolution')} onOpen={opens(onOpen, 'Closed', 'closed')} />
      <Tile
        name="The AI answers in"
        meaning={meanings.answers}
        value={time(answers.median)}
        beside={`${answers.count} ${answers.count === 1 ? 'answer' : 'answers'}${cost}`}
      />
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
