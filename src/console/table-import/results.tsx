import { Button } from '@mantine/core';
import type { CsvTable } from '../../protocol/csv';
import { csvOf, keepFile } from '../data/csv';
import { Icon } from '../icons';
import { listed, t } from '../i18n/translate';
import type { TableRow } from './table';
import type { RowResult, Run } from './use-import';

interface Props {
  run: Run;
  rows: readonly TableRow[];
  table: CsvTable;
}

/** How far it is, what becomes of the rows, and which are refused. */
export function ImportResults({ run, rows, table }: Props) {
  const done = run.results.length;
  const refused = rows.flatMap((row, n) => {
    const { result, reason } = run.results[n] ?? {};
    return result === 'refused' ? [{ ...row, n, why: reason ?? '' }] : [];
  });
  return (
    <div className="import">
      <h3>{headings[run.kind][run.status]}</h3>
      {run.status !== 'done' && (
        <>
          <progress aria-label={t('Rows that are done')} value={done} max={rows.length} />
          <p className="quiet">
            {t('{done} of {total}', { done, total: rows.length })}
            {run.status === 'running' && ` · ${t('Stay on this page until it is done.')}`}
          </p>
        </>
      )}
      {run.failure && (
        <p className="quiet failed" role="alert">
          {run.failure}
        </p>
      )}
      <p role="status">{countsOf(run.results)}</p>
      {refused.length > 0 && <Refused refused={refused} table={table} />}
    </div>
  );
}

const headings: Record<Run['kind'], Record<Run['status'], string>> = {
  check: {
    running: t('Checking'),
    stopped: t('Checking has stopped'),
    done: t('What would become of it'),
  },
  rows: {
    running: t('Importing'),
    stopped: t('The import has stopped: what is done stays'),
    done: t('The import is done'),
  },
};

const countWords: Record<RowResult['result'], (count: number) => string> = {
  created: (count) => t('{count} new|of an import', { count }),
  updated: (count) => t('{count} changed', { count }),
  unchanged: (count) => t('{count} unchanged', { count }),
  refused: (count) => t('{count} refused|rows', { count }),
};

function countsOf(results: readonly RowResult[]): string {
  const counts = (['created', 'updated', 'unchanged', 'refused'] as const).flatMap((wanted) => {
    const count = results.filter(({ result }) => result === wanted).length;
    return count > 0 ? countWords[wanted](count) : [];
  });
  return listed(counts);
}

interface RefusedRow extends TableRow {
  /** Its place in the table. */
  n: number;
  why: string;
}

const mostShown = 50;

function Refused({ refused, table }: { refused: RefusedRow[]; table: CsvTable }) {
  const keep = () =>
    keepFile(
      'refused.csv',
      csvOf([
        [...table.header, t('Why it is refused')],
        ...refused.map(({ n, why }) => [...table.header.map((_, at) => table.rows[n]!.cells[at] ?? ''), why]),
      ]),
    );
  return (
    <>
      <ul className="cards import-refused">
        {refused.slice(0, mostShown).map(({ number, name, why }) => (
          <li key={number}>
            <Icon name="alert" size={14} />
            <span className="main">
              {t('Row {number}', { number })}
              {name && (
                <>
                  {' · '}
                  <bdi>{name}</bdi>
                </>
              )}
              <br />
              <span className="quiet" dir="auto">
                {why}
              </span>
            </span>
          </li>
        ))}
      </ul>
      {refused.length > mostShown && (
        <p className="quiet">{t('And {count} more.', { count: refused.length - mostShown })}</p>
      )}
      <Button size="compact-sm" variant="default" onClick={keep}>
        {t('Save what is refused as CSV')}
      </Button>
    </>
  );
}
