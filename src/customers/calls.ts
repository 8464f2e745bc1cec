// Calls that somebody wrote down: they happened outside, and are known of nobody else.
import { DomainError, notFound } from '../errors';
import type { CallChange, CustomerCall, NewCall } from '../protocol/timeline';
import type { Page } from '../sessions/store';

/** Who writes one down. */
export interface CallAuthor {
  kind: 'user' | 'api_key';
  id: string;
  name: string;
}

export interface CallStore {
  /** Of any of these customers, the last written down first. */
  list(
    organizationId: string,
    customerIds: readonly string[],
    page: { limit: number; cursor?: string },
  ): Promise<Page<CustomerCall>>;
  get(organizationId: string, customerId: string, callId: string): Promise<CustomerCall | undefined>;
  /** @throws `not_found` when there is no such customer or it was erased, `capacity` when there are too many */
  add(
    organizationId: string,
    customerId: string,
    call: NewCall & { author: CallAuthor },
  ): Promise<CustomerCall>;
  /** Undefined when it is gone. */
  update(
    organizationId: string,
    at: { customerId: string; callId: string },
    change: CallChange,
  ): Promise<CustomerCall | undefined>;
  remove(organizationId: string, customerId: string, callId: string): Promise<boolean>;
}

/** Who asks to change one. */
export interface CallEditor extends CallAuthor {
  isAdmin: boolean;
}

export type Calls = ReturnType<typeof createCalls>;

export function createCalls({ store }: { store: CallStore }) {
  /** @throws `not_found`, `forbidden` */
  async function own(organizationId: string, { customerId, callId }: At, by: CallEditor): Promise<void> {
    const call = await store.get(organizationId, customerId, callId);
    if (!call) throw notFound('call');
    const isOwn = call.author.kind === by.kind && call.author.id === by.id;
    if (!isOwn && !by.isAdmin)
      throw new DomainError('forbidden', 'Only who wrote a call down, and admins, may change or remove it.');
  }

  return {
    list: store.list,
    add: store.add,

    /** @throws `not_found`, `forbidden` */
    async update(organizationId: string, at: At, { change, by }: { change: CallChange; by: CallEditor }) {
      await own(organizationId, at, by);
      const changed = await store.update(organizationId, at, change);
      if (!changed) throw notFound('call');
      return changed;
    },

    /** @throws `not_found`, `forbidden` */
    async remove(organizationId: string, at: At, by: CallEditor): Promise<void> {
      await own(organizationId, at, by);
      if (!(await store.remove(organizationId, at.customerId, at.callId))) throw notFound('call');
    },
  };
}

interface At {
  customerId: string;
  callId: string;
}
