import type { AuditEntry } from '../../protocol/analytics';
import { auditCsv, doerOf } from './audit-csv';

const entry = (change: Partial<AuditEntry>): AuditEntry => ({
  id: '00000000-0000-4000-8000-000000000001',
  action: 'users.update',
  resource: 'users',
  timestamp: '2026-01-02T03:04:05.000Z',
  details: { by: { kind: 'user', name: 'Ada' }, fields: ['firstName', 'role'] },
  ...change,
});

test('Commas, quotes and lines are quoted, and nothing is a formula', () => {
  const hostile = entry({
    details: { by: { kind: 'user', name: '=HYPERLINK("http://x")' } },
    userAgent: '@SUM(1),\n2',
    ipAddress: '127.0.0.1',
    resourceId: '-1',
  });
  expect(auditCsv([entry({}), hostile])).toBe(
    [
      '\uFEFFwhen,who,what,kind,id,fields,address,program',
      '2026-01-02T03:04:05.000Z,Ada,users.update,users,,firstName role,,',
      `2026-01-02T03:04:05.000Z,"'=HYPERLINK(""http://x"")",users.update,users,'-1,,127.0.0.1,"'@SUM(1),\n2"`,
      '',
    ].join('\r\n'),
  );
});

test('Who did it has a name, whoever it was', () => {
  const by = (who: object | undefined, more: Partial<AuditEntry> = {}) =>
    doerOf(entry({ details: who && { by: who }, ...more }));
  expect([
    by({ kind: 'api_key', name: 'Shop' }),
    by({ kind: 'system', name: '' }),
    by(undefined, { userId: 'u-1' }),
    by(undefined),
  ]).toEqual(['Shop', 'Parley', 'u-1', 'Somebody']);
});
