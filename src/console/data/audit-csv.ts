// The audit log as a table that programs for tables open.
import type { AuditEntry } from '../../protocol/analytics';
import { csvOf } from './csv';

const columns = ['when', 'who', 'what', 'kind', 'id', 'fields', 'address', 'program'] as const;

/** The name of who did it, as it was then. */
export function doerOf({ details, userId }: AuditEntry): string {
  const by = details?.['by'] as { kind?: string; name?: string } | undefined;
  return by?.name || (by?.kind === 'system' ? 'Parley' : (userId ?? 'Somebody'));
}

export function fieldsOf({ details }: AuditEntry): string[] {
  const fields = details?.['fields'];
  return Array.isArray(fields) ? fields.map(String) : [];
}

export function auditCsv(entries: readonly AuditEntry[]): string {
  const rows = entries.map((entry) => [
    entry.timestamp,
    doerOf(entry),
    entry.action,
    entry.resource,
    entry.resourceId ?? '',
    fieldsOf(entry).join(' '),
    entry.ipAddress ?? '',
    entry.userAgent ?? '',
  ]);
  return csvOf([columns, ...rows]);
}
