// Each day: what has become more than in the four weeks before, beyond chance, is noted once, with its conversations.
import type { Insight, InsightChange } from '../../protocol/insights';
import { isMore, shareOf, type Counted } from './more-than-before';

export interface Found extends Counted {
  kind: Insight['kind'];
  key: string;
  name: string;
  /** Conversations of the last seven days, the newest first; not all of very many. */
  sessionIds: string[];
}

/** Every method runs inside withOrganization. */
export interface TrendStore {
  /** When the first conversation began; undefined before it. */
  since(organizationId: string): Promise<Date | undefined>;
  /** Of five times seven days up to then: what there was in the last seven, all conversations among it. */
  count(organizationId: string, until: Date): Promise<Found[]>;
  /** Writes what is not open already, and was not noticed in the last four weeks. @returns how many */
  note(organizationId: string, found: readonly Found[], until: Date): Promise<number>;
  list(
    organizationId: string,
    filter: { open?: boolean },
    page: { limit: number; cursor?: string },
  ): Promise<{ items: Insight[]; nextCursor: string | null }>;
  get(organizationId: string, id: string): Promise<Insight | undefined>;
  sessionIds(organizationId: string, id: string): Promise<string[] | undefined>;
  /** @throws `not_found` for an agent that is not there. @returns undefined where there is no such insight */
  change(
    organizationId: string,
    id: string,
    change: InsightChange & { changedBy: string },
  ): Promise<Insight | undefined>;
}

const dayMs = 24 * 3_600_000;
const weeks = 5;

export type Trends = ReturnType<typeof createTrends>;

export function createTrends({ store, now = Date.now }: { store: TrendStore; now?(): number }) {
  return {
    ...store,

    /** Whole days, in UTC. Nothing while there are not five weeks to compare: everything would be new. */
    async look(organizationId: string): Promise<number> {
      const until = new Date(Math.floor(now() / dayMs) * dayMs);
      const since = await store.since(organizationId);
      if (!since || Number(since) > Number(until) - weeks * 7 * dayMs) return 0;
      const counted = await store.count(organizationId, until);
      const all = counted.find(({ kind }) => kind === 'conversations');
      if (!all) return 0;
      const others = counted.filter((one) => one !== all);
      const share = shareOf(all);
      const even = 1 / weeks;
      const found = [
        ...[all].filter((one) => isMore(one, even, counted.length)),
        ...others.filter((one) => isMore(one, share, counted.length)),
      ];
      return found.length === 0 ? 0 : store.note(organizationId, found, until);
    },
  };
}
