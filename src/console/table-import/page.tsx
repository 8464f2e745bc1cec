// Rows of a table: which column is what, what would become of each row, and then the import itself.
import { Button, FileInput, NativeSelect } from '@mantine/core';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import type { CsvTable } from '../../protocol/csv';
import { useConsole } from '../context';
import { sentence } from '../data/failure';
import { PageFrame, Waiting } from '../ui/page-frame';
import { numeral, plural, t } from '../i18n/translate';
import { ImportResults } from './results';
import { readTable, type Subject, type TableRow } from './table';
import { useImport, type Run } from './use-import';
import '../styles/imports.css';

interface Props {
  subject: Subject;
  /** False while it is not yet known what there is to choose from. */
  known: boolean;
}

export function ImportPage({ subject, known }: Props) {
  const { user } = useConsole();
  const { title, all, forLeads } = subject.words;
  return (
    <PageFrame
      title={title}
      beside={
        <Button component={Link} to={`/${subject.place}`} variant="default">
          {all}
        </Button>
      }
    >
      {user.role === 'agent' ? (
        <p className="quiet">{forLeads}</p>
      ) : known ? (
        <FromFile subject={subject} />
      ) : (
        <Waiting />
      )}
    </PageFrame>
  );
}

interface Chosen extends CsvTable {
  columns: string[];
}

function FromFile({ subject }: Pick<Props, 'subject'>) {
  const [file, setFile] = useState<File | null>(null);
  const [table, setTable] = useState<Chosen>();
  const [trouble, setTrouble] = useState('');
  const importing = useImport(subject);
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
      setTable({ ...read, columns: subject.guessed(read.header) });
    } catch (error) {
      setTrouble(sentence(error));
    }
  }
  function become(column: number, target: string) {
    importing.forget();
    setTable((now) => now && { ...now, columns: changed(now.columns, column, target) });
  }
  const isRunning = importing.run?.status === 'running';
  return (
    <>
      <section className="form">
        <FileInput
          label={t('File')}
          description={subject.words.about}
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
          <Columns {...{ subject, table }} disabled={isRunning} onChange={become} />
          <Steps {...{ subject, table, importing }} />
        </>
      )}
    </>
  );
}

const mostBytes = 10 * 1024 * 1024;

/** What one column is, no other one is: but for attributes, of which there are many. */
function changed(columns: readonly string[], column: number, target: string): string[] {
  const isOne = target !== 'attribute' && target !== 'nothing';
  return columns.map((was, n) => (n === column ? target : isOne && was === target ? 'nothing' : was));
}

interface ColumnsProps extends Pick<Props, 'subject'> {
  table: Chosen;
  disabled: boolean;
  onChange: (column: number, target: string) => void;
}

function Columns({ subject, table: { header, rows, columns }, disabled, onChange }: ColumnsProps) {
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
              data={[...subject.choices(title), { value: 'nothing', label: t('Left out') }]}
              value={columns[n]!}
              onChange={({ currentTarget }) => onChange(n, currentTarget.value)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The first that say something. */
function examples(rows: CsvTable['rows'], column: number): string {
  const found = new Set<string>();
  for (const { cells } of rows) {
    const value = cells[column]?.trim();
    if (value) found.add(value.length > 40 ? `${value.slice(0, 40)}…` : value);
    if (found.size === 3) break;
  }
  return [...found].join(' · ') || t('empty|a column');
}

interface StepsProps extends Pick<Props, 'subject'> {
  table: Chosen;
  importing: ReturnType<typeof useImport>;
}

function Steps({ subject, table, importing }: StepsProps) {
  const rows = useMemo(() => subject.rowsOf(table, table.columns), [subject, table]);
  const { run, start } = importing;
  const lacking = subject.lacks(table.columns);
  if (lacking) return <p role="status">{lacking}</p>;
  return (
    <section>
      <h2>{plural(rows.length, { one: '1 row', other: '{count} rows' })}</h2>
      {!run && <p className="quiet">{t('Check it first: nothing is saved by that.')}</p>}
      {run && <ImportResults run={run} rows={rows} table={table} />}
      <div className="import-foot">
        <Actions {...{ subject, run, rows }} onStop={importing.stop} onStart={start} />
      </div>
    </section>
  );
}

interface ActionsProps extends Pick<Props, 'subject'> {
  run: Run | undefined;
  rows: readonly TableRow[];
  onStop: () => void;
  onStart: ReturnType<typeof useImport>['start'];
}

function Actions({ subject, run, rows, onStop, onStart }: ActionsProps) {
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
        <Button onClick={() => void onStart('rows', rows)}>{subject.words.start(good)}</Button>
      )}
      {run.kind === 'rows' && (
        <Button component={Link} to={`/${subject.place}`}>
          {subject.words.see}
        </Button>
      )}
      {check(t('Check again'))}
    </>
  );
}
