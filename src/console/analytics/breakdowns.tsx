// The same figures by who, where and what; and why the AI gave conversations to people.
import { Button, Select } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Breakdown, FiguresBreakdown } from '../../protocol/figures';
import { useConsole } from '../context';
import { csvOf, keepFile } from '../data/csv';
import { Trouble, Waiting } from '../ui/page-frame';
import { breakdownWords, meanings, rowName, rowQuery, rowTable, type KeptByKey } from './figure-words';
import { Meaning } from './meaning';
import { keptShare } from './sla-words';
import { useSlaFigures } from './sla-figures';
import { share, tenths, time } from './ranges';
import type { Asked, OnOpen } from './use-asked';
import { midSentence, t } from '../i18n/translate';

type By = keyof typeof breakdownWords;
type Row = FiguresBreakdown['rows'][number];

interface Props {
  asked: Asked;
  onOpen: OnOpen;
}

export function useBreakdown(asked: Asked, by: Breakdown) {
  const { http } = useConsole();
  return useQuery({
    queryKey: ['analytics/breakdown', asked, by],
    queryFn: () => http.get<FiguresBreakdown>('analytics/breakdown', { ...asked, by }),
    placeholderData: keepPreviousData,
  });
}

export function Breakdowns({ asked, onOpen }: Props) {
  const [by, setBy] = useState<By>('agent');
  const found = useBreakdown(asked, by);
  // What was asked before is not shown under the new name.
  const rows = found.isPlaceholderData ? undefined : found.data?.rows;
  const slaFigures = useSlaFigures(asked, by);
  const ready = !slaFigures.isPending && !slaFigures.isPlaceholderData;
  const kept: KeptByKey = new Map(
    ready ? (slaFigures.data?.rows ?? []).map((row) => [row.key, row] as const) : [],
  );
  const toFile = () =>
    rows && keepFile(`conversations-by-${by}-${asked.from}-${asked.to}.csv`, csvOf(rowTable(rows, by, kept)));
  return (
    <section aria-label={t('By agent, team, channel, label or language')}>
      <div className="toolbar">
        <h2>{t('By')}</h2>
        <Select
          aria-label={t('By what')}
          data={Object.entries(breakdownWords).map(([value, label]) => ({ value, label }))}
          value={by}
          allowDeselect={false}
          onChange={(value) => setBy((value ?? 'agent') as By)}
        />
        <Button variant="default" disabled={!rows || !ready} onClick={toFile}>
          {t('Export this table')}
        </Button>
      </div>
      {found.isError && <Trouble error={found.error} onRetry={() => void found.refetch()} />}
      {rows ? <Rows rows={rows} by={by} kept={kept} onOpen={onOpen} /> : <Waiting />}
      {by === 'language' && <p className="quiet">{t('Known once the AI has answered or handed over.')}</p>}
      {by === 'label' && (
        <p className="quiet">{t('A conversation with several labels counts in the row of each.')}</p>
      )}
    </section>
  );
}

interface RowsProps {
  rows: Row[];
  by: By;
  kept: KeptByKey;
  onOpen: OnOpen;
}

function Rows({ rows, by, kept, onOpen }: RowsProps) {
  const most = Math.max(1, ...rows.map(({ conversations }) => conversations));
  return (
    <div
      className="wide-table"
      role="region"
      aria-label={t('Figures by {what}', { what: midSentence(breakdownWords[by]) })}
      tabIndex={0}
    >
      <table className="table by-table">
        <thead>
          <tr>
            <th scope="col">{breakdownWords[by]}</th>
            <th scope="col">{t('Conversations')}</th>
            {columns.map((name) => (
              <th key={name} scope="col" className="n">
                {name}
              </th>
            ))}
            <th scope="col" className="n">
              {t('Promises kept')} <Meaning of={t('Promises kept')} text={meanings.promises} />
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <RowOf
              key={row.key ?? 'none'}
              row={row}
              by={by}
              most={most}
              slaKept={kept.get(row.key) ?? nothingKept}
              onOpen={onOpen}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps extends Pick<RowsProps, 'by' | 'onOpen'> {
  row: Row;
  most: number;
  slaKept: { kept: number; missed: number };
}

/** What it counts opens; an agent may have answered in what others have, and have nothing. */
function RowOf({ row, by, most, slaKept, onOpen }: RowProps) {
  const name = rowName(row, by);
  const answered = (of: keyof typeof responses) => {
    const { title, figure } = responses[of];
    const open = () => onOpen({ title: `${name}: ${title}`, query: { ...rowQuery(row, by), figure } });
    return row[of].count === 0 ? (
      '–'
    ) : (
      <button className="link" aria-label={`${title}: ${time(row[of].median)}`} onClick={open}>
        {time(row[of].median)}
      </button>
    );
  };
  return (
    <tr>
      <th scope="row" dir="auto">
        {row.conversations === 0 ? (
          name
        ) : (
          <button className="link" onClick={() => onOpen({ title: name, query: rowQuery(row, by) })}>
            {name}
          </button>
        )}
      </th>
      <td>
        <HBar value={row.conversations} most={most} />
      </td>
      {[...cellsOf(row, answered), keptShare(slaKept)].map((cell, n) => (
        <td key={columns[n] ?? 'promises'} className="n">
          {cell}
        </td>
      ))}
    </tr>
  );
}

const responses = {
  firstResponse: { title: t('Answered by a person'), figure: 'answeredByPerson' },
  nextResponse: { title: t('Answered again by a person'), figure: 'answeredAgain' },
} as const;

const columns = [
  t('Resolved by the AI'),
  t('First response'),
  t('Later responses'),
  t('Until closed'),
  t('Rating'),
];

/** In the order of the columns. */
const cellsOf = (
  { resolvedByAi, closed, resolution, averageScore, rated }: Row,
  answered: (of: keyof typeof responses) => ReactNode,
): ReactNode[] => [
  share(resolvedByAi, closed),
  answered('firstResponse'),
  answered('nextResponse'),
  time(resolution.median),
  averageScore === null ? '–' : `${tenths.format(averageScore)} (${rated})`,
];
const nothingKept = { kept: 0, missed: 0 };

function HBar({ value, most, color = 'var(--accent)' }: { value: number; most: number; color?: string }) {
  return (
    <span className="hbar">
      <span className="hbar-number">{value}</span>
      <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <rect width={(100 * value) / most} height="10" fill={color} />
      </svg>
    </span>
  );
}

/** One bar a reason or score, each opening what it counts. */
export function Bars({
  rows,
  by,
  color,
  onOpen,
}: {
  rows: Row[];
  by: Breakdown;
  color: string;
  onOpen: OnOpen;
}) {
  const most = Math.max(1, ...rows.map(({ conversations }) => conversations));
  return (
    <ul className="bars">
      {rows.map((row) => {
        const name = rowName(row, by);
        return (
          <li key={row.key}>
            <button className="link" onClick={() => onOpen({ title: name, query: rowQuery(row, by) })}>
              {name}
            </button>
            <HBar value={row.conversations} most={most} color={color} />
          </li>
        );
      })}
    </ul>
  );
}
