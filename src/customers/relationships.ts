// What customers are to each other. Two people, unlike those who are linked: nothing of one is shown as the other's.
import { notFound } from '../errors';
import type { EventBus } from '../events';
import type { NewRelationship, Relationship, RelationshipChange } from '../protocol/relationships';
import type { CallAuthor } from './calls';

interface At {
  customerId: string;
  relationshipId: string;
}

export interface RelationshipStore {
  /** Of any of these customers, seen from them, the oldest first; none among themselves. */
  list(organizationId: string, customerIds: readonly string[]): Promise<Relationship[]>;
  /**
   * @param person everybody who is the same person as the customer
   * @throws `not_found` for a customer who is not there or was erased, `invalid` for an other who is not, or is the same person,
   * `conflict` where the two have one already, `capacity` when there are too many
   */
  add(
    organizationId: string,
    customerId: string,
    relationship: NewRelationship & { by: CallAuthor; person: readonly string[] },
  ): Promise<Relationship>;
  /** Seen from this customer; undefined when it is gone, or not of them. */
  change(organizationId: string, at: At, change: RelationshipChange): Promise<Relationship | undefined>;
  /** Both of them; undefined when it is gone, or not of this customer. */
  remove(organizationId: string, at: At): Promise<[string, string] | undefined>;
}

interface RelationshipDeps {
  store: RelationshipStore;
  events: Pick<EventBus, 'emit'>;
  customerIds(organizationId: string, customerId: string): Promise<string[]>;
}

export type Relationships = ReturnType<typeof createRelationships>;

export function createRelationships({ store, events, customerIds }: RelationshipDeps) {
  /** It is shown with either, and with whoever is the same person. */
  async function announce(organizationId: string, pair: readonly string[]): Promise<void> {
    const shown = await Promise.all(pair.map((id) => customerIds(organizationId, id)));
    for (const customerId of new Set(shown.flat())) events.emit('customer', { organizationId, customerId });
  }

  return {
    /** Of these customers themselves. */
    listOf: store.list,

    /** Of the whole person. */
    async list(organizationId: string, customerId: string): Promise<Relationship[]> {
      return store.list(organizationId, await customerIds(organizationId, customerId));
    },

    /** @throws `not_found`, `invalid`, `conflict`, `capacity` */
    async add(organizationId: string, customerId: string, given: NewRelationship & { by: CallAuthor }) {
      const person = await customerIds(organizationId, customerId);
      const added = await store.add(organizationId, customerId, { ...given, person });
      await announce(organizationId, [customerId, given.otherId]);
      return added;
    },

    /** @throws `not_found` */
    async change(organizationId: string, at: At, change: RelationshipChange): Promise<Relationship> {
      const changed = await store.change(organizationId, at, change);
      if (!changed) throw notFound('relationship');
      await announce(organizationId, [at.customerId, changed.other.id]);
      return changed;
    },

    /** @throws `not_found` */
    async remove(organizationId: string, at: At): Promise<void> {
      const pair = await store.remove(organizationId, at);
      if (!pair) throw notFound('relationship');
      await announce(organizationId, pair);
    },
  };
}
