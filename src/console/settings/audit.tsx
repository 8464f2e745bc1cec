// The audit log: who did what, as far back as it is asked for, and as a file.
import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { AuditEntry } from '../../protocol/analytics';
import type { User } from '../../protocol/people';
import { useConsole } from '../context';
import { auditCsv, doerOf, fieldsOf } from '../data/audit-csv';
import { keepFile } from '../data/csv';
import type { Http, Page } from '../data/http';
import { useAct, useNow } from '../hooks';
import { auditWords, kinds } from '../text/audit-words';
import { ago, whole } from '../text/time';
import { More, Trouble, Waiting } from '../ui/page-frame';
import { personName } from './password-dialog';
import { usePages } from '../data/use-pages';
import { listed, t } from '../i18n/translate';

/** So many lines in one file; who needs more asks for less at once. */
const mostInFile = 10_000;

interface Filter {
  userId: string | null;
  resource: string | null;
  /** YYYY-MM-DD in the viewer's zone, or ''. */
  from: string;
  to: string;
}

export default function AuditLog() {
  const { http } = useConsole();
  const [filter, setFilter] = useState<Filter>({ userId: null, resource: null, from: '', to: '' });
  const query = queryOf(filter);
  const pages = usePages<AuditEntry>('audit-logs', query);
  const [busy, act] = useAct();
  return (
    <>
      <Filters
        filter={filter}
        onChange={setFilter}
        beside={
          <Button
            variant="default"
            loading={busy}
            disabled={pages.items.length === 0}
            onClick={() => act(() => download(http, query))}
          >
            {t('Export as CSV')}
          </Button>
        }
      />
      {pages.error && <Trouble error={pages.error} onRetry={pages.retry} />}
      {pages.pending && <Waiting />}
      {pages.known && pages.items.length === 0 && (
        <p className="quiet">{t('Nothing was done, by what you chose.')}</p>
      )}
      {pages.items.length > 0 && <Entries entries={pages.items} />}
      <More pages={pages} />
    </>
  );
}

function queryOf({ userId, resource, from, to }: Filter): Record<string, string | undefined> {
  // The last day counts whole.
  const end = to && new Date(`${to}T00:00:00`);
  if (end) end.setDate(end.getDate() + 1);
  return {
    userId: userId ?? undefined,
    resource: resource ?? undefined,
    from: from ? new Date(`${from}T00:00:00`).toISOString() : undefined,
    to: end ? end.toISOString() : undefined,
  };
}

interface FiltersProps {
  filter: Filter;
  onChange: (filter: Filter) => void;
  beside: React.ReactNode;
}

function Filters({ filter, onChange, beside }: FiltersProps) {
  const users = usePages<User>('users');
  return (
    <div className="toolbar">
      <Select
        label={t('Who')}
        placeholder={t('Everybody')}
        clearable
        clearButtonProps={{ 'aria-label': t('Everybody') }}
        searchable
        data={users.items.map((user) => ({ value: user.id, label: personName(user) }))}
        value={filter.userId}
        onChange={(userId) => onChange({ ...filter, userId })}
      />
      <Select
        label={t('What')}
        placeholder={t('Everything')}
        clearable
        clearButtonProps={{ 'aria-label': t('Everything') }}
        searchable
        data={Object.entries(kinds).map(([value, label]) => ({ value, label }))}
        value={filter.resource}
        onChange={(resource) => onChange({ ...filter, resource })}
      />
      <TextInput
        type="date"
        label={t('From')}
        value={filter.from}
        onChange={(event) => onChange({ ...filter, from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={t('To')}
        value={filter.to}
        onChange={(event) => onChange({ ...filter, to: event.currentTarget.value })}
      />
      {beside}
    </div>
  );
}

function Entries({ entries }: { entries: AuditEntry[] }) {
  const now = useNow(60_000);
  return (
    <div className="wide-table" role="region" aria-label={t('Audit log')} tabIndex={0}>
      <table className="table audit-table">
        <caption className="hidden">{t('Who did what, newest first')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('When|in a table')}</th>
            <th scope="col">{t('Who')}</th>
            <th scope="col">{t('What')}</th>
            <th scope="col">{t('Which')}</th>
            <th scope="col">{t('From')}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id}>
              <td title={whole(entry.timestamp)}>
                <time dateTime={entry.timestamp}>{ago(entry.timestamp, now)}</time>
              </td>
              <td dir="auto">{doerOf(entry)}</td>
              <td>
                {auditWords(entry)}
                {fieldsOf(entry).length > 0 && <span className="quiet"> ({listed(fieldsOf(entry))})</span>}
              </td>
              <td className="quiet" translate="no" title={entry.resourceId}>
                {entry.resourceId?.slice(0, 8) ?? ''}
              </td>
              <td className="quiet" translate="no" title={entry.userAgent}>
                {entry.ipAddress ?? ''}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

async function download(http: Pick<Http, 'get'>, query: Record<string, string | undefined>): Promise<void> {
  const entries: AuditEntry[] = [];
  let cursor: string | undefined;
  do {
    const page = await http.get<Page<AuditEntry>>('audit-logs', { ...query, limit: 100, cursor });
    entries.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor && entries.length < mostInFile);
  keepFile(`audit-log-${new Date().toISOString().slice(0, 10)}.csv`, auditCsv(entries));
}
