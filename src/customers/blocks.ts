// Customers whose words are taken no more, for a while or for good: everybody who is the same person.
import { notFound } from '../errors';
import type { EventBus } from '../events';
import type { Block } from './store';

export interface BlockStore {
  /** Blocks the customer and everybody who is the same person, or lifts it with null. @returns their ids */
  set(organizationId: string, customerId: string, block: Block | null): Promise<string[]>;
  /** Events of channels that came of them since, messages and others, and were kept out. @param since ISO 8601 */
  kept(organizationId: string, customerIds: readonly string[], since: string): Promise<number>;
  /** Who of these is blocked now. */
  among(organizationId: string, customerIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** A customer who is blocked now and wrote, proved or not, from this e-mail address. */
  blockedAt(organizationId: string, address: string): Promise<string | undefined>;
}

/** Sessions of all organizations that are open although their customer is blocked now. */
export type OpenOfBlocked = (
  limit: number,
) => Promise<Array<{ organizationId: string; sessionId: string; block: Block }>>;

/** Of all organizations: who of these is blocked now, and whoever is blocked and changed within this time. */
export type BlockedNow = (asked: { among: readonly string[]; changedWithinMs: number }) => Promise<string[]>;

interface Given {
  reason: string;
  /** Unset: for good. */
  forDays?: number | undefined;
  by: Block['by'];
  /** Where that is an agent. */
  agentId?: string | undefined;
}

interface BlocksDeps {
  store: BlockStore;
  /** Everybody who is the same person, this one first. */
  personOf(organizationId: string, customerId: string): Promise<string[]>;
  /** Closes what they have open. */
  closeSessions(organizationId: string, customerIds: readonly string[], given: Given): Promise<void>;
  events: Pick<EventBus, 'emit'>;
  now?: () => Date;
}

const dayMs = 86_400_000;

export type Blocks = ReturnType<typeof createBlocks>;

export function createBlocks({ now = () => new Date(), ...deps }: BlocksDeps) {
  const { store, personOf, closeSessions, events } = deps;

  async function set(organizationId: string, customerId: string, block: Block | null): Promise<string[]> {
    const ids = await store.set(organizationId, customerId, block);
    if (!ids.includes(customerId)) throw notFound('customer');
    return ids;
  }

  function tell(organizationId: string, ids: readonly string[], blocked: boolean): void {
    for (const customerId of ids) events.emit('customer', { organizationId, customerId, blocked });
  }

  return {
    /**
     * First they are blocked, then what is open is closed: done again it does what is left.
     * @returns who is blocked now. @throws `not_found`
     */
    async block(organizationId: string, customerId: string, given: Given): Promise<string[]> {
      const { reason, forDays, by } = given;
      const at = now();
      const until = forDays === undefined ? undefined : new Date(at.getTime() + forDays * dayMs);
      const block = { reason, by, at: at.toISOString(), ...(until && { until: until.toISOString() }) };
      const ids = await set(organizationId, customerId, block);
      tell(organizationId, ids, true);
      await closeSessions(organizationId, ids, given);
      return ids;
    },

    /** What came meanwhile stays where it is. @throws `not_found` */
    async lift(organizationId: string, customerId: string): Promise<string[]> {
      const ids = await set(organizationId, customerId, null);
      tell(organizationId, ids, false);
      return ids;
    },

    among: store.among,

    kept: async (organizationId: string, customerId: string, { at }: Pick<Block, 'at'>): Promise<number> =>
      store.kept(organizationId, await personOf(organizationId, customerId), at),
  };
}
