import { randomUUID } from 'node:crypto';
import type { MemoryEntry, MemoryStore } from '../../src/customers/memory/memory-store';
import type { Stores } from './document-stores';

const organizationId = randomUUID();
const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));
type Remembered = Parameters<MemoryStore['remember']>[0];

function anEntry(changes: Partial<Remembered> = {}): Remembered {
  return {
    organizationId,
    customerId: randomUUID(),
    type: 'long_term',
    key: 'language',
    value: { code: 'de' },
    importance: 0.5,
    ...changes,
  };
}

export function memoryContract(name: string, make: () => Promise<Stores<MemoryStore>>): void {
  describe(`memory on ${name}`, () => {
    let stores: Stores<MemoryStore>;
    let store: MemoryStore;
    beforeAll(async () => {
      stores = await make();
      store = await stores.node();
    });
    afterAll(() => stores?.stop());
    const keys = (entries: MemoryEntry[]) => entries.map(({ key }) => key);

    it('recalls what was remembered, every field of it', async () => {
      const entry = anEntry({ expiresAt: at(60).toISOString(), value: { 'order no.': ['1'], $x: {} } });
      await store.remember(entry, at(0));
      expect(await store.recall(entry, at(5), 10)).toStrictEqual([
        { ...entry, createdAt: at(0).toISOString(), lastAccessed: at(5).toISOString() },
      ]);
    });

    it('replaces the value of a key, and keeps when it was first heard', async () => {
      const entry = anEntry({ expiresAt: at(60).toISOString() });
      const { expiresAt, ...forever } = entry;
      await store.remember(entry, at(0));
      const changed = { ...forever, value: { code: 'fr' }, importance: 0.9 };
      await store.remember(changed, at(1));
      expect(await store.recall(entry, at(2), 10)).toStrictEqual([
        { ...changed, createdAt: at(0).toISOString(), lastAccessed: at(2).toISOString() },
      ]);
    });

    it('replaces what is there, and brings back nothing that was forgotten', async () => {
      const entry = anEntry({ expiresAt: at(60).toISOString() });
      await store.remember(entry, at(0));
      const { expiresAt, ...changed } = { ...entry, value: { code: 'fr' }, importance: 0.9 };
      expect(await store.replace({ ...changed, organizationId: randomUUID() }, at(1))).toBe(false);
      expect(await store.replace(changed, at(1))).toBe(true);
      expect(await store.read(entry, at(90), 10)).toStrictEqual([
        { ...changed, createdAt: at(0).toISOString(), lastAccessed: at(1).toISOString() },
      ]);
      await store.forget(entry);
      expect(await store.replace(changed, at(2))).toBe(false);
      expect(await store.read(entry, at(2), 10)).toEqual([]);
    });

    it('keeps one value when several nodes remember it at once', async () => {
      const entry = anEntry();
      const nodes = await Promise.all([stores.node(), stores.node(), stores.node()]);
      await Promise.all(nodes.map((node) => node.remember(entry, at(0))));
      expect(await store.recall(entry, at(1), 10)).toHaveLength(1);
    });

    it('recalls the most important first, the newest among equals, and no more than asked for', async () => {
      const customerId = randomUUID();
      const remember = (key: string, importance: number, minute: number) =>
        store.remember(anEntry({ customerId, key, importance }), at(minute));
      await remember('low', 0.1, 0);
      await remember('old', 0.5, 1);
      await remember('new', 0.5, 2);
      await remember('high', 0.9, 0);
      const customer = { organizationId, customerId };
      expect(keys(await store.recall(customer, at(3), 10))).toEqual(['high', 'new', 'old', 'low']);
      expect(keys(await store.recall(customer, at(3), 2))).toEqual(['high', 'new']);
    });

    it('is looked at without being recalled', async () => {
      const entry = anEntry({ expiresAt: at(60).toISOString() });
      await store.remember(entry, at(0));
      await store.remember(
        anEntry({ customerId: entry.customerId, key: 'gone', expiresAt: at(1).toISOString() }),
        at(0),
      );
      const known = [{ ...entry, createdAt: at(0).toISOString(), lastAccessed: at(0).toISOString() }];
      expect(await store.read(entry, at(5), 10)).toStrictEqual(known);
      expect(await store.read(entry, at(6), 10)).toStrictEqual(known);
      expect(await store.read({ ...entry, organizationId: randomUUID() }, at(6), 10)).toEqual([]);
      await store.forget(entry);
    });

    it('does not recall what has expired, and removes it when told the time', async () => {
      const customerId = randomUUID();
      const until = (key: string, minute: number) =>
        store.remember(anEntry({ customerId, key, expiresAt: at(minute).toISOString() }), at(0));
      await until('short', 10);
      await until('longer', 20);
      await store.remember(anEntry({ customerId, key: 'forever' }), at(0));
      const customer = { organizationId, customerId };
      expect(keys(await store.recall(customer, at(10), 10)).sort()).toEqual(['forever', 'longer']);
      expect(await store.expire(at(10))).toBe(1);
      expect(await store.expire(at(10))).toBe(0);
      expect(keys(await store.recall(customer, at(0), 10)).sort()).toEqual(['forever', 'longer']);
    });

    it('forgets a key of both types, or everything of a customer, and nobody else', async () => {
      const customerId = randomUUID();
      const other = anEntry();
      for (const type of ['short_term', 'long_term'] as const)
        for (const key of ['a', 'b']) await store.remember(anEntry({ customerId, type, key }), at(0));
      await store.remember(other, at(0));
      const customer = { organizationId, customerId };
      expect(await store.forget(customer, 'a')).toBe(2);
      expect(keys(await store.recall(customer, at(1), 10))).toEqual(['b', 'b']);
      expect(await store.forget(customer)).toBe(2);
      expect(await store.recall(customer, at(1), 10)).toEqual([]);
      expect(await store.recall(other, at(1), 10)).toHaveLength(1);
    });

    it('shows another organization nothing, and lets it change nothing', async () => {
      const entry = anEntry();
      const foreign = { ...entry, organizationId: randomUUID() };
      await store.remember(entry, at(0));
      expect(await store.recall(foreign, at(1), 10)).toEqual([]);
      expect(await store.forget(foreign)).toBe(0);
      await store.remember({ ...foreign, value: { code: 'xx' } }, at(0));
      expect(await store.recall(entry, at(1), 10)).toMatchObject([{ value: { code: 'de' } }]);
    });

    it('replaces U+0000 and lone surrogates', async () => {
      const entry = anEntry({ key: 'k\u0000', value: { text: '\uD800' } });
      await store.remember(entry, at(0));
      expect(await store.recall(entry, at(1), 10)).toMatchObject([
        { key: 'k\uFFFD', value: { text: '\uFFFD' } },
      ]);
      expect(await store.forget(entry, 'k\u0000')).toBe(1);
    });
  });
}
