// The figures of the whole range, each with what it means, what it was before, and the conversations behind it.
import { NumberInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { FigureName, FiguresReport } from '../../protocol/figures';
import { duration } from '../text/time';
import { meanings } from './figure-words';
import { Meaning } from './meaning';
import { changeOf, share, tenths, time, type Change } from './ranges';
import type { OnOpen } from './use-asked';
import { withParts } from '../i18n/parts';
import { locale, plural, t } from '../i18n/translate';

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
        {none
          ? t('Nothing to compare with: no conversation began from {days}.', { days: range(before.period) })
          : t('Compared with {days}.', { days: range(before.period) })}
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
        name={t('Conversations')}
        meaning={meanings.conversations}
        value={String(conversations)}
        change={changeOf(conversations, then.conversations)}
        onOpen={opens(onOpen, t('Conversations'), 'conversations')}
      />
      <Tile
        name={t('Resolved by the AI')}
        meaning={meanings.resolvedByAi}
        value={String(resolvedByAi)}
        beside={
          totals.closed > 0 && t('{share} of those closed', { share: share(resolvedByAi, totals.closed) })
        }
        change={changeOf(resolvedByAi, then.resolvedByAi, 'more')}
        onOpen={opens(onOpen, t('Resolved by the AI'), 'resolvedByAi')}
      />
      <Tile
        name={t('Closed by people')}
        meaning={meanings.withPerson}
        value={String(withPerson)}
        beside={t('{count} handed over, closed or not', { count: totals.handedOver })}
        change={changeOf(withPerson, then.withPerson)}
        onOpen={opens(onOpen, t('Closed by people'), 'withPerson')}
      />
      <Tile
        name={t('Rating')}
        meaning={meanings.rating}
        value={averageScore === null ? '–' : t('{score} of 5', { score: tenths.format(averageScore) })}
        beside={
          rated
            ? t('{share} of {rated} satisfied', { share: share(totals.satisfied, rated), rated })
            : t('Nobody rated yet')
        }
        change={changeOf(averageScore, then.averageScore, 'more')}
        onOpen={opens(onOpen, t('Rated'), 'rated')}
      />
    </>
  );
}

function Times({ report: { totals, before, answers }, onOpen }: Props) {
  const took = (figure: 'firstResponse' | 'nextResponse' | 'resolution') => ({
    meaning: meanings[figure],
    value: time(totals[figure].median),
    beside: t('nine of ten: {time}', { time: time(totals[figure].p90) }),
    change: changeOf(totals[figure].median, before.totals[figure].median, 'less'),
  });
  const cost = answers.cost === null ? '' : `, ${t('cost {cost}', { cost: answers.cost.toFixed(2) })}`;
  return (
    <>
      <Tile
        name={t('First response of a person')}
        {...took('firstResponse')}
        onOpen={opens(onOpen, t('Answered by a person'), 'answeredByPerson')}
      />
      <Tile
        name={t('Later responses')}
        {...took('nextResponse')}
        onOpen={opens(onOpen, t('Answered again by a person'), 'answeredAgain')}
      />
      <Tile name={t('Until closed')} {...took('resolution')} onOpen={opens(onOpen, t('Closed'), 'closed')} />
      <Tile
        name={t('The AI answers in')}
        meaning={meanings.answers}
        value={time(answers.median)}
        beside={`${plural(answers.count, { one: '1 answer', other: '{count} answers' })}${cost}`}
      />
    </>
  );
}

function range({ from, until }: { from: string; until: string }): string {
  const [first, last] = [dates(from), dates(until, -1)];
  return first === last ? first : t('{first} to {last}', { first, last });
}

/** The last moment is in the period, the first after it is not. */
function dates(iso: string, shift = 0): string {
  const options = { day: 'numeric', month: 'short', year: 'numeric' } as const;
  return new Intl.DateTimeFormat(locale(), options).format(Date.parse(iso) + shift);
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
            aria-label={t('{name}: {value}. Show the conversations', { name, value })}
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
            <span className="hidden"> {t('against the days before')}</span>
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
        {t('Saved by the AI')} <Meaning of={t('Saved by the AI')} text={meanings.saved} />
      </dt>
      <dd>
        {resolved === 0 ? '–' : duration(resolved * minutes * 60)}
        <span className="number-beside number-minutes">
          {withParts(t('at {minutes} minutes each'), {
            minutes: (
              <NumberInput
                aria-label={t('Minutes a conversation takes a person')}
                size="xs"
                w={64}
                min={1}
                max={600}
                value={minutes}
                onChange={change}
              />
            ),
          })}
        </span>
      </dd>
    </div>
  );
}
