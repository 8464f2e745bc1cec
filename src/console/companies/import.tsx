// Companies of a table: which column is what, what would become of each row, and then the import itself.
import { Button, FileInput, NativeSelect } from '@mantine/core';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { useConsole } from '../context';
import { sentence } from '../data/failure';
import { useAgents } from '../macros/use-agents';
import { PageFrame, Waiting } from '../ui/page-frame';
import { numeral, plural, t } from '../words/words';
import { ImportResults } from './import-results';
import {
  attributeKey,
  guessed,
  readTable,
  rowsOf,
  targets,
  targetWords,
  type Table,
  type TableRow,
  type Target,
} from './import-table';
import { useImport, type Run } from './use-import';
import '../styles/imports.css';

export default function ImportCompanies() {
  const { user } = useConsole();
  return (
    <PageFrame
      title={t('Import companies')}
      beside={
        <Button component={Link} to="/companies" variant="default">
          {t('All companies')}
        </Button>
      }
    >
      {user.role === 'agent' ? (
        <p className="quiet">{t('Supervisors and admins import companies.')}</p>
      ) : (
        <FromFile />
      )}
    </PageFrame>
  );
}

interface Chosen extends Table {
  columns: Target[];
}

function FromFile() {
  const [file, setFile] = useState<File | null>(null);
  const [table, setTable] = useState<Chosen>();
  const [trouble, setTrouble] = useState('');
  const importing = useImport();
  async function choose(chosen: File | null) {
    setFile(chosen);
    setTable(undefined);
    setTrouble('');
    importing.forget();
    if (!chosen) return;
    try {
      if (chosen.size > mostBytes)
        throw new Error(t('The file is too large: at most {count} MB.', { count: 10 }));
      const read = readTable(new Uint8Array(await chosen.arrayBuffer()));
      setTable({ ...read, columns: guessed(read.header) });
    } catch (error) {
      setTrouble(sentence(error));
    }
  }
  function become(column: number, target: Target) {
    importing.forget();
    setTable((now) => now && { ...now, columns: changed(now.columns, column, target) });
  }
  const isRunning = importing.run?.status === 'running';
  return (
    <>
      <section className="form">
        <FileInput
          label={t('File')}
          description={t(
            'A table saved as CSV. Its first row names the columns, each other row is a company. A company that is there is found by your id, or else by its name; an empty cell changes nothing.',
          )}
          placeholder={t('Choose a file')}
          accept=".csv,.tsv,.txt,text/csv"
          value={file}
          disabled={isRunning}
          error={trouble || undefined}
          errorProps={{ role: 'alert' }}
          onChange={(chosen) => void choose(chosen)}
        />
      </section>
      {table && (
        <>
          <Columns table={table} disabled={isRunning} onChange={become} />
          <Steps table={table} importing={importing} />
        </>
      )}
    </>
  );
}

const mostBytes = 10 * 1024 * 1024;

/** What one column is, no other one is: but for attributes, of which there are many. */
function changed(columns: readonly Target[], column: number, target: Target): Target[] {
  const isOne = target !== 'attribute' && target !== 'nothing';
  return columns.map((was, n) => (n === column ? target : isOne && was === target ? 'nothing' : was));
}

interface ColumnsProps {
  table: Chosen;
  disabled: boolean;
  onChange: (column: number, target: Target) => void;
}

function Columns({ table: { header, rows, columns }, disabled, onChange }: ColumnsProps) {
  return (
    <section>
      <h2>{t('What each column becomes')}</h2>
      <ul className="cards">
        {header.map((title, n) => (
          <li key={n}>
            <span className="main">
              <strong>
                <bdi>{title || t('Column {number}', { number: n + 1 })}</bdi>
              </strong>
              <br />
              <bdi className="quiet">{examples(rows, n)}</bdi>
            </span>
            <NativeSelect
              className="import-target"
              aria-label={t('What {column} becomes', { column: title || numeral(n + 1) })}
              disabled={disabled}
              data={choices(title)}
              value={columns[n]!}
              onChange={({ currentTarget }) => onChange(n, currentTarget.value as Target)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

function choices(title: string) {
  const key = attributeKey(title);
  return [
    ...targets.map((value) => ({ value, label: targetWords[value] })),
    ...(key ? [{ value: 'attribute', label: t('Attribute “{key}”', { key }) }] : []),
    { value: 'nothing', label: t('Left out') },
  ];
}

/** The first that say something. */
function examples(rows: Table['rows'], column: number): string {
  const found = new Set<string>();
  for (const { cells } of rows) {
    const value = cells[column]?.trim();
    if (value) found.add(value.length > 40 ? `${value.slice(0, 40)}…` : value);
    if (found.size === 3) break;
  }
  return [...found].join(' · ') || t('empty|a column');
}

function Steps({ table, importing }: { table: Chosen; importing: ReturnType<typeof useImport> }) {
  const { agents, known } = useAgents();
  const rows = useMemo(() => rowsOf(table, table.columns, agents), [table, agents]);
  const { run, start } = importing;
  if (!known) return <Waiting />;
  if (!table.columns.includes('name'))
    return <p role="status">{t('Say which column is the name of the company.')}</p>;
  return (
    <section>
      <h2>{plural(rows.length, { one: '1 row', other: '{count} rows' })}</h2>
      {!run && <p className="quiet">{t('Check it first: nothing is saved by that.')}</p>}
      {run && <ImportResults run={run} rows={rows} table={table} />}
      <div className="import-foot">
        <Actions run={run} rows={rows} onStop={importing.stop} onStart={start} />
      </div>
    </section>
  );
}

interface ActionsProps {
  run: Run | undefined;
  rows: readonly TableRow[];
  onStop: () => void;
  onStart: ReturnType<typeof useImport>['start'];
}

function Actions({ run, rows, onStop, onStart }: ActionsProps) {
  if (run?.status === 'running')
    return (
      <Button variant="default" onClick={onStop}>
        {t('Cancel')}
      </Button>
    );
  const check = (word: string, variant = 'default') => (
    <Button variant={variant} onClick={() => void onStart('check', rows)}>
      {word}
    </Button>
  );
  if (!run) return check(t('Check the table'), 'filled');
  if (run.status === 'stopped')
    return (
      <>
        <Button onClick={() => void onStart(run.kind, rows, run.results)}>{t('Go on')}</Button>
        {check(t('Check again'))}
      </>
    );
  const good = run.results.filter(({ result }) => result !== 'refused').length;
  return (
    <>
      {run.kind === 'check' && good > 0 && (
        <Button onClick={() => void onStart('rows', rows)}>
          {plural(good, { one: 'Import 1 company', other: 'Import {count} companies' })}
        </Button>
      )}
      {run.kind === 'rows' && (
        <Button component={Link} to="/companies">
          {t('See the companies')}
        </Button>
      )}
      {check(t('Check again'))}
    </>
  );
}
