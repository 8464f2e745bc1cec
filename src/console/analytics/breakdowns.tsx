// The same figures by who, where and what; and why the AI gave conversations to people.
import { Button, Select } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Breakdown, FiguresBreakdown } from '../../protocol/figures';
import { useConsole } from '../context';
import { csvOf, keepFile } from '../data/csv';
import { Trouble, Waiting } from '../ui/page-frame';
import { breakdownWords, rowName, rowQuery, rowTable } from './figure-words';
import { share, time } from './ranges';
import type { Asked, OnOpen } from './use-asked';
import { midSentence, t } from '../words/words';

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
  const toFile = () =>
    rows && keepFile(`conversations-by-${by}-${asked.from}-${asked.to}.csv`, csvOf(rowTable(rows, by)));
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
        <Button variant="default" disabled={!rows} onClick={toFile}>
          {t('Export this table')}
        </Button>
      </div>
      {found.isError && <Trouble error={found.error} onRetry={() => void found.refetch()} />}
      {rows ? <Rows rows={rows} by={by} onOpen={onOpen} /> : <Waiting />}
    </section>
  );
}

function Rows({ rows, by, onOpen }: { rows: Row[]; by: By; onOpen: OnOpen }) {
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
            <th scope="col" className="n">
              {t('Resolved by the AI')}
            </th>
            <th scope="col" className="n">
              {t('First response')}
            </th>
            <th scope="col" className="n">
              {t('Until closed')}
            </th>
            <th scope="col" className="n">
              {t('Rating')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const name = rowName(row, by);
            return (
              <tr key={row.key ?? 'none'}>
                <th scope="row" dir="auto">
                  <button className="link" onClick={() => onOpen({ title: name, query: rowQuery(row, by) })}>
                    {name}
                  </button>
                </th>
                <td>
                  <HBar value={row.conversations} most={most} />
                </td>
                <td className="n">{share(row.resolvedByAi, row.closed)}</td>
                <td className="n">{time(row.firstResponse.median)}</td>
                <td className="n">{time(row.resolution.median)}</td>
                <td className="n">
                  {row.averageScore === null ? '–' : `${row.averageScore.toFixed(1)} (${row.rated})`}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

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
