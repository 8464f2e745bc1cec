import { randomUUID } from 'node:crypto';
import type { AuditEntry, AuditFilter, AuditLog } from '../../src/audit/store';
import type { Stores } from './document-stores';

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));

function anEntry(changes: Partial<AuditEntry> = {}): AuditEntry {
  return {
    id: randomUUID(),
    organizationId: randomUUID(),
    action: 'article.delete',
    resource: 'article',
    timestamp: at(0).toISOString(),
    ...changes,
  };
}

export function auditLogsContract(name: string, make: () => Promise<Stores<AuditLog>>): void {
  describe(`the audit log on ${name}`, () => {
    let stores: Stores<AuditLog>;
    let log: AuditLog;
    beforeAll(async () => {
      stores = await make();
      log = await stores.node();
    });
    afterAll(() => stores?.stop());

    async function list(
      organizationId: string,
      filter: AuditFilter = {},
      limit = 100,
    ): Promise<AuditEntry[]> {
      const found: AuditEntry[] = [];
      for (let cursor: string | undefined; ;) {
        const page = await log.list(organizationId, filter, { limit, ...(cursor && { cursor }) });
        expect(page.items.length).toBeLessThanOrEqual(limit);
        found.push(...page.items);
        if (page.nextCursor === null) return found;
        cursor = page.nextCursor;
      }
    }

    it('returns what was recorded, every field of it, and nothing that was not', async () => {
      const full = anEntry({
        userId: randomUUID(),
        resourceId: '42',
        details: { 'was.called': { $set: ['x'] }, empty: {} },
        ipAddress: '2001:db8::1',
        userAgent: 'curl/8',
      });
      const bare = anEntry();
      for (const entry of [full, bare]) {
        await log.record(entry);
        expect(await list(entry.organizationId)).toStrictEqual([entry]);
      }
    });

    it('lists newest first, page by page, also where many share a time', async () => {
      const organizationId = randomUUID();
      const entries = Array.from({ length: 11 }, (_, n) =>
        anEntry({ organizationId, timestamp: at(Math.floor(n / 4)).toISOString() }),
      );
      for (const entry of entries) await log.record(entry);
      const newestFirst = (a: AuditEntry, b: AuditEntry) =>
        a.timestamp === b.timestamp ? (a.id < b.id ? 1 : -1) : a.timestamp < b.timestamp ? 1 : -1;
      const expected = [...entries].sort(newestFirst);
      for (const limit of [1, 3, 11, 50]) expect(await list(organizationId, {}, limit)).toEqual(expected);
    });

    it('filters by who, what, which and when', async () => {
      const organizationId = randomUUID();
      const userId = randomUUID();
      const entries = {
        mine: anEntry({ organizationId, userId, timestamp: at(3).toISOString() }),
        login: anEntry({
          organizationId,
          action: 'user.login',
          resource: 'user',
          timestamp: at(2).toISOString(),
        }),
        one: anEntry({ organizationId, resourceId: '1', timestamp: at(1).toISOString() }),
      };
      for (const entry of Object.values(entries)) await log.record(entry);
      const { mine, login, one } = entries;
      const cases: Array<[AuditFilter, AuditEntry[]]> = [
        [{}, [mine, login, one]],
        [{ userId }, [mine]],
        [{ action: 'user.login' }, [login]],
        [{ resource: 'article' }, [mine, one]],
        [{ resource: 'article', resourceId: '1' }, [one]],
        [{ from: at(2) }, [mine, login]],
        [{ to: at(2) }, [one]],
        [{ from: at(1), to: at(3), resource: 'article' }, [one]],
        [{ action: 'article' }, []],
        [{ action: "' OR true --" }, []],
        [{ action: 'x\u0000' }, []],
      ];
      for (const [filter, expected] of cases) expect(await list(organizationId, filter, 1)).toEqual(expected);
    });

    it('forgets what was done before a time, of one organization and nothing of another', async () => {
      // Nothing that is younger than 90 days is forgotten.
      const long = (second: number) => new Date(Date.UTC(2020, 0, 1, 0, 0, second));
      const [organizationId, other] = [randomUUID(), randomUUID()];
      const entries = [0, 1, 2].map((second) =>
        anEntry({ organizationId, timestamp: long(second).toISOString() }),
      );
      const theirs = anEntry({ organizationId: other, timestamp: long(0).toISOString() });
      for (const entry of [...entries, theirs]) await log.record(entry);
      expect(await log.countBefore(organizationId, long(2))).toBe(2);
      expect(await log.expire(organizationId, long(2))).toBe(2);
      expect(await list(organizationId)).toEqual(entries.slice(2));
      expect(await list(other)).toEqual([theirs]);
      expect(await log.expire(organizationId, long(2))).toBe(0);
    });

    it('refuses a cursor that is not its own', async () => {
      for (const cursor of ['', 'x', 'bm90LWpzb24', Buffer.from('["2026","x"]').toString('base64url')])
        await expect(log.list(randomUUID(), {}, { limit: 1, cursor })).rejects.toMatchObject({
          code: 'invalid',
        });
    });

    it('shows another organization nothing', async () => {
      await log.record(anEntry());
      expect(await list(randomUUID())).toEqual([]);
    });

    it('replaces U+0000 and lone surrogates', async () => {
      const entry = anEntry({ userAgent: 'a\u0000\uD800', details: { text: '\u0000' } });
      await log.record(entry);
      expect(await list(entry.organizationId)).toEqual([
        { ...entry, userAgent: 'a\uFFFD\uFFFD', details: { text: '\uFFFD' } },
      ]);
    });
  });
}
