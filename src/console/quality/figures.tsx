// Scores by agent, team, criterion and week, and as CSV.
import { Button, Select } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { QualityFigures } from '../../protocol/quality';
import { useConsole } from '../context';
import { csvOf, keepFile } from '../data/csv';
import { Trouble, Waiting } from '../ui/page-frame';
import { dateOf } from '../text/time';
import { figureTable, rowName, scoreWord } from './score-words';
import { midSentence, t } from '../i18n/translate';

const ranges = [
  { value: '4', label: t('Last 4 weeks') },
  { value: '13', label: t('Last 13 weeks') },
  { value: '52', label: t('Last 52 weeks') },
];
const weekMs = 7 * 24 * 3_600_000;
const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);

export default function Figures() {
  const { http } = useConsole();
  const [weeks, setWeeks] = useState('13');
  const to = dayOf(Date.now());
  const from = dayOf(Date.now() - Number(weeks) * weekMs);
  const { data, error, refetch } = useQuery({
    queryKey: ['quality/figures', from, to],
    queryFn: () => http.get<QualityFigures>('quality/figures', { from, to }),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <div className="toolbar">
        <Select
          label={t('Closed in')}
          data={ranges}
          value={weeks}
          allowDeselect={false}
          onChange={(value) => setWeeks(value ?? '13')}
        />
        <span className="grow quality-ends" />
        <Button
          variant="default"
          disabled={!data}
          onClick={() => data && keepFile(`quality-${from}-${to}.csv`, csvOf(figureTable(data)))}
        >
          {t('Export as CSV')}
        </Button>
      </div>
      {error && <Trouble error={error} onRetry={() => void refetch()} />}
      {!error && (data ? <All figures={data} /> : <Waiting />)}
    </>
  );
}

function All({ figures }: { figures: QualityFigures }) {
  const { reviewed, score, failedCritical, open, skipped, disputed } = figures;
  const tiles = [
    [t('Score'), scoreWord(score)],
    [t('Scored'), reviewed],
    [t('Wait to be scored'), open],
    [t('Left out'), skipped],
    [t('Critical misses'), failedCritical],
    [t('Agents disagree'), disputed],
  ] as const;
  return (
    <>
      <dl className="numbers quality-numbers">
        {tiles.map(([name, value]) => (
          <div key={name} className="number">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {reviewed === 0 ? (
        <p className="quiet pad">{t('Nothing has been scored in these weeks.')}</p>
      ) : (
        <>
          <Table name={t('Agent')} rows={figures.agents} />
          <Table name={t('Team')} rows={figures.teams} />
          <Table name={t('Criterion')} rows={figures.criteria} />
          <Table
            name={t('Week')}
            rows={figures.weeks.map((row) => ({ ...row, key: row.week, name: dateOf(row.week) }))}
          />
        </>
      )}
    </>
  );
}

type Row = QualityFigures['agents'][number];

function Table({ name, rows }: { name: string; rows: readonly Row[] }) {
  return (
    <section aria-label={t('By {what}', { what: midSentence(name) })}>
      <div
        className="wide-table"
        role="region"
        aria-label={t('Scores by {what}', { what: midSentence(name) })}
        tabIndex={0}
      >
        <table className="table quality-table">
          <thead>
            <tr>
              <th scope="col">{name}</th>
              <th scope="col" className="n">
                {t('Score')}
              </th>
              <th scope="col" className="n">
                {t('Scored')}
              </th>
              <th scope="col" className="n">
                {t('Critical misses')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key}>
                <th scope="row" dir="auto">
                  {rowName(row)}
                </th>
                <td className="n">
                  <Bar score={row.score} />
                </td>
                <td className="n">{row.reviewed}</td>
                <td className="n">{row.failedCritical}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Bar({ score }: { score: number | null }) {
  return (
    <span className="quality-bar">
      <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <rect width={score ?? 0} height="10" fill="var(--accent)" />
      </svg>
      {scoreWord(score)}
    </span>
  );
}
