// Counts of lists walk through all that is open, and every console asks for them again and again: one walk of an organization serves
// all who asked before it began. Each node walks no more often than the walk's cost allows.
import { createPacedLooks } from './paced-looks';
import type { SessionFilter, SessionRows } from './store';

type Counting = Pick<SessionRows, 'counts' | 'countEach'>;

/** Filters of one walk: a statement has no more columns than it can hold. */
const atOnce = 200;

export function createSharedCounts(rows: Counting): Counting {
  const tabs = createPacedLooks(
    async (
      organizationId,
      asked: readonly undefined[],
    ): Promise<ReadonlyArray<Awaited<ReturnType<Counting['counts']>>>> => {
      const counts = await rows.counts(organizationId);
      return asked.map(() => counts);
    },
  );
  const views = createPacedLooks(async (organizationId, asked: ReadonlyArray<readonly SessionFilter[]>) => {
    // Most are the team's: the same of everybody.
    const filters = new Map(asked.flat().map((filter) => [JSON.stringify(filter), filter]));
    const counts = new Map<string, number>();
    const names = [...filters.keys()];
    for (let n = 0; n < names.length; n += atOnce) {
      const some = names.slice(n, n + atOnce);
      const counted = await rows.countEach(
        organizationId,
        some.map((name) => filters.get(name)!),
      );
      some.forEach((name, place) => counts.set(name, counted[place]!));
    }
    return asked.map((some) => some.map((filter) => counts.get(JSON.stringify(filter))!));
  });
  return {
    counts: (organizationId) => tabs(organizationId, undefined),
    countEach: async (organizationId, some) => (some.length === 0 ? [] : views(organizationId, some)),
  };
}
