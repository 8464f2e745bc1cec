// The audit log as a table that programs for tables open.
import type { AuditEntry } from '../../protocol/analytics';

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

/** RFC 4180, with a mark by which such programs know that it is UTF-8. */
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
  return `\uFEFF${[columns, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

/** What a program for tables would take for a formula is text: a name or a browser may be anything. */
function cell(value: string): string {
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
