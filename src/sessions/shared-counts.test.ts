import { eventually } from '../tools/eventually';
import { createSharedCounts } from './shared-counts';
import type { SessionFilter } from './store';

const none = { active: 0, waiting: 0, with_agent: 0, closed: 0 };

/** What walks through the rows: it ends when it is told to, and counts by the number in the name of a label. */
function walks() {
  const begun: Array<{ filters?: readonly SessionFilter[]; end(): void }> = [];
  const rows = createSharedCounts({
    counts: () =>
      new Promise((resolve) => {
        const n = begun.length;
        begun.push({
          end: () => resolve({ byStatus: none, byAgent: {}, awaitedByAgent: {}, byTeam: {}, snoozed: n }),
        });
      }),
    countEach: (_organizationId, filters) =>
      new Promise((resolve) => {
        begun.push({ filters, end: () => resolve(filters.map(({ label }) => Number(label))) });
      }),
  });
  return { rows, begun, has: (count: number) => eventually(() => begun.length >= count) };
}

test('twenty agents who ask at once are served by two walks, each with what holds since they asked', async () => {
  const { rows, begun, has } = walks();
  const asked = Array.from({ length: 20 }, () => rows.counts('o'));
  const other = rows.counts('p');
  expect(begun).toHaveLength(2);
  begun[1]!.end();
  begun[0]!.end();
  expect(await other).toMatchObject({ snoozed: 1 });
  await has(3);
  begun[2]!.end();
  const found = (await Promise.all(asked)).map(({ snoozed }) => snoozed);
  expect(found).toEqual([0, ...Array(19).fill(2)]);
  expect(begun).toHaveLength(3);
});

test('views of many are counted in one walk, each of them once, and a walk holds only so many', async () => {
  const { rows, begun, has } = walks();
  const first = rows.countEach('o', [{ label: '1' }]);
  const many = Array.from({ length: 250 }, (_, n) => ({ label: String(n) }));
  const asked = [rows.countEach('o', [{ label: '7' }, { label: '8' }]), rows.countEach('o', many)];
  expect(await rows.countEach('o', [])).toEqual([]);
  begun[0]!.end();
  expect(await first).toEqual([1]);
  await has(2);
  begun[1]!.end();
  await has(3);
  begun[2]!.end();
  expect(await Promise.all(asked)).toEqual([[7, 8], many.map(({ label }) => Number(label))]);
  expect(begun.map(({ filters }) => filters!.length)).toEqual([1, 200, 50]);
});
