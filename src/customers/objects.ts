// What an organization's programs know of its customers: orders, subscriptions, devices.
import { notFound } from '../errors';
import type { EventBus } from '../events';
import type { CustomerObject, NewObject } from '../protocol/objects';
import type { Page } from '../sessions/store';

export interface ObjectKey {
  customerId: string;
  type: string;
  objectId: string;
}

export interface ObjectStore {
  /**
   * Writes or replaces one. @throws `not_found` for a customer who is not there or is erased, `capacity` for one too many
   */
  put(
    organizationId: string,
    object: ObjectKey & NewObject & { isOpen: boolean },
  ): Promise<{ object: CustomerObject; isNew: boolean }>;
  get(organizationId: string, key: ObjectKey): Promise<CustomerObject | undefined>;
  /** Newest first. Throws `invalid` on a foreign cursor. */
  list(
    organizationId: string,
    of: { customerIds: readonly string[]; type?: string },
    page: { limit: number; cursor?: string },
  ): Promise<Page<CustomerObject>>;
  /** False when there is none. */
  remove(organizationId: string, key: ObjectKey): Promise<boolean>;
  /** The types of which anybody has one. */
  types(organizationId: string): Promise<string[]>;
  /** Of these customers, with this number, however its letters are written, and whatever stands before its digits. */
  find(
    organizationId: string,
    of: { customerIds: readonly string[]; type: string; objectId: string },
  ): Promise<CustomerObject[]>;
  /** Of these customers, those that are open, newest first. */
  open(
    organizationId: string,
    of: { customerIds: readonly string[]; type: string; limit: number },
  ): Promise<CustomerObject[]>;
  /** Numbers and titles of the newest, for search. */
  words(organizationId: string, customerId: string): Promise<string[]>;
}

interface ObjectsDeps {
  store: ObjectStore;
  events: Pick<EventBus, 'emit'>;
}

export type CustomerObjects = ReturnType<typeof createCustomerObjects>;

export function createCustomerObjects({ store, events }: ObjectsDeps) {
  return {
    list: store.list,

    /** @throws `not_found` */
    async get(organizationId: string, key: ObjectKey): Promise<CustomerObject> {
      const found = await store.get(organizationId, key);
      if (!found) throw notFound('object');
      return found;
    },

    /** What is there is replaced as a whole. @throws `not_found`, `capacity` */
    async put(organizationId: string, key: ObjectKey, given: NewObject) {
      const isOpen = given.isOpen ?? !isOver(given.status);
      const put = await store.put(organizationId, { ...given, ...key, isOpen });
      // A status changes nothing that search or a name tells.
      if (put.isNew) events.emit('customer', { organizationId, customerId: key.customerId });
      return put;
    },

    /** @throws `not_found` */
    async remove(organizationId: string, key: ObjectKey): Promise<void> {
      if (!(await store.remove(organizationId, key))) throw notFound('object');
      events.emit('customer', { organizationId, customerId: key.customerId });
    },
  };
}

const over =
  /^(delivered|completed?|done|closed|cancell?ed|refunded|returned|expired|ended|inactive|fulfilled|geliefert|zugestellt|storniert|abgeschlossen|entregado|cancelado|livr[ée]e?|annul[ée]e?)$/i;

/** Nothing more is to come of what has such a status. */
export const isOver = (status = ''): boolean => over.test(status.trim());
