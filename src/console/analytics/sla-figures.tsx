// The SLA: kept and broken, by whose it was, beside the days before. Nothing where no policy is.
import { Button, Select } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import type { SlaBreakdown, SlaFigures } from '../../protocol/sla-figures';
import { useConsole } from '../context';
import { csvOf, keepFile } from '../data/csv';
import { Trouble } from '../ui/page-frame';
import { targetWords } from '../sla/sla-texts';
import { slaByWords, slaQuery, slaRowName, keptShare, slaTable } from './sla-words';
import type { Asked, OnOpen } from './use-asked';
import { withParts } from '../i18n/parts';
import { listed, midSentence, t } from '../i18n/translate';

type Row = SlaFigures['rows'][number];

interface Props {
  asked: Asked;
  onOpen: OnOpen;
}

export function useSlaFigures(asked: Asked, by: SlaBreakdown) {
  const { http } = useConsole();
  return useQuery({
    queryKey: ['analytics/promises', asked, by],
    queryFn: () => http.get<SlaFigures>('analytics/promises', { ...asked, by }),
    placeholderData: keepPreviousData,
  });
}

export function SlaKept({ asked, onOpen }: Props) {
  const [by, setBy] = useState<SlaBreakdown>('policy');
  const found = useSlaFigures(asked, by);
  if (found.isError) return <Trouble error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return null;
  // What was asked before is not shown under the new name.
  const rows = found.isPlaceholderData ? undefined : found.data.rows;
  const toFile = () =>
    rows && keepFile(`promises-by-${by}-${asked.from}-${asked.to}.csv`, csvOf(slaTable(rows, by)));
  return (
    <section aria-label={t('Promises')}>
      <div className="toolbar">
        <h2>{t('Promises')}</h2>
        {found.data.rows.length > 0 && (
          <>
            <Select
              aria-label={t('Promises by what')}
              data={Object.entries(slaByWords).map(([value, label]) => ({ value, label }))}
              value={by}
              allowDeselect={false}
              onChange={(value) => setBy((value ?? 'policy') as SlaBreakdown)}
            />
            <Button variant="default" disabled={!rows} onClick={toFile}>
              {t('Export promises')}
            </Button>
          </>
        )}
      </div>
      {found.data.rows.length === 0 ? <None /> : <Sums report={found.data} />}
      {rows && rows.length > 0 && <Table rows={rows} by={by} onOpen={onOpen} />}
    </section>
  );
}

function None() {
  return (
    <p className="quiet">
      {withParts(
        t('No promise was kept or broken in these days. What is promised stands in <a>Settings, SLA</a>.'),
        { a: (words) => <Link to="/settings?section=sla">{words}</Link> },
      )}
    </p>
  );
}

function Sums({ report: { totals, before } }: { report: SlaFigures }) {
  return (
    <p className="quiet pad">
      {t('{share} kept: {kept} of {all}.', {
        share: keptShare(totals),
        kept: totals.kept,
        all: totals.kept + totals.missed,
      })}{' '}
      {before.totals.kept + before.totals.missed > 0 &&
        `${t('In the days before {share} were kept.', { share: keptShare(before.totals) })} `}
      {t(
        'A promise counts on the day on which it was kept or broken, for whoever had the conversation at that time.',
      )}
    </p>
  );
}

function Table({ rows, by, onOpen }: { rows: Row[]; by: SlaBreakdown; onOpen: OnOpen }) {
  const open = (row: Row, outcome?: 'kept' | 'missed') => () =>
    onOpen({
      title: slaRowName(row, by),
      query: { ...slaQuery(row, by), ...(outcome && { outcome }) },
      path: 'analytics/promises/sessions',
    });
  return (
    <div
      className="wide-table"
      role="region"
      aria-label={t('Promises by {what}', { what: midSentence(slaByWords[by]) })}
      tabIndex={0}
    >
      <table className="table by-table">
        <thead>
          <tr>
            <th scope="col">{slaByWords[by]}</th>
            {by === 'policy' && <th scope="col">{t('Promised')}</th>}
            {[t('Kept'), t('Broken|promise'), t('Share kept'), t('In the days before')].map((word) => (
              <th key={word} scope="col" className="n">
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.key} ${row.target}`}>
              <th scope="row" dir="auto">
                <button className="link" onClick={open(row)}>
                  {slaRowName(row, by)}
                </button>
              </th>
              {row.target && <td>{targetWords[row.target]}</td>}
              <Count value={row.kept} name={t('Kept')} row={row} by={by} onOpen={open(row, 'kept')} />
              <Count
                value={row.missed}
                name={t('Broken|promise')}
                row={row}
                by={by}
                onOpen={open(row, 'missed')}
              />
              <td className="n">{keptShare(row)}</td>
              <td className="n">{keptShare(row.before)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CountProps {
  value: number;
  name: string;
  row: Row;
  by: SlaBreakdown;
  onOpen: () => void;
}

function Count({ value, name, row, by, onOpen }: CountProps) {
  return (
    <td className="n">
      {value === 0 ? (
        0
      ) : (
        <button
          className="link"
          aria-label={t('{name}: {value}. Show the conversations', {
            name: listed([slaRowName(row, by), name]),
            value,
          })}
          onClick={onOpen}
        >
          {value}
        </button>
      )}
    </td>
  );
}
