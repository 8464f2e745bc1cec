// Notes about a customer, in no conversation: the team's, until the customer asks for a copy.
import { DomainError, notFound } from '../errors';
import type { EventBus } from '../events';
import type { CustomerNote } from '../protocol/customer-notes';
import { say } from '../protocol/words/said';
import type { Page } from '../sessions/store';
import type { CallAuthor, CallEditor } from './calls';

interface At {
  customerId: string;
  noteId: string;
}

export interface CustomerNoteStore {
  /** Of any of these customers, newest first. */
  list(
    organizationId: string,
    customerIds: readonly string[],
    page: { limit: number; cursor?: string },
  ): Promise<Page<CustomerNote>>;
  get(organizationId: string, at: At): Promise<CustomerNote | undefined>;
  /** @throws `not_found` when there is no such customer or it was erased, `capacity` when there are too many */
  add(
    organizationId: string,
    customerId: string,
    note: { text: string; author: CallAuthor },
  ): Promise<CustomerNote>;
  /** Undefined when it is gone. */
  update(organizationId: string, at: At, text: string): Promise<CustomerNote | undefined>;
  remove(organizationId: string, at: At): Promise<boolean>;
}

interface CustomerNotesDeps {
  store: CustomerNoteStore;
  events: Pick<EventBus, 'emit'>;
  /** Everybody who is the same person. */
  customerIds(organizationId: string, customerId: string): Promise<string[]>;
}

export type CustomerNotes = ReturnType<typeof createCustomerNotes>;

export function createCustomerNotes({ store, events, customerIds }: CustomerNotesDeps) {
  /** @throws `not_found`, `forbidden` */
  async function own(organizationId: string, at: At, by: CallEditor): Promise<void> {
    const note = await store.get(organizationId, at);
    if (!note) throw notFound('note');
    const isOwn = note.author.kind === by.kind && note.author.id === by.id;
    if (!isOwn && !by.isAdmin) throw new DomainError('forbidden', say('note_of_others'));
  }

  /** It is shown with each of them. */
  async function ring(organizationId: string, customerId: string): Promise<void> {
    for (const id of await customerIds(organizationId, customerId))
      events.emit('customer', { organizationId, customerId: id });
  }

  return {
    /** Of these customers themselves. */
    listOf: store.list,

    /** Of the whole person. */
    async list(organizationId: string, customerId: string, page: { limit: number; cursor?: string }) {
      return store.list(organizationId, await customerIds(organizationId, customerId), page);
    },

    /** @throws `not_found`, `capacity` */
    async add(organizationId: string, customerId: string, note: { text: string; author: CallAuthor }) {
      const added = await store.add(organizationId, customerId, note);
      await ring(organizationId, customerId);
      return added;
    },

    /** @throws `not_found`, `forbidden` */
    async update(organizationId: string, at: At, { text, by }: { text: string; by: CallEditor }) {
      await own(organizationId, at, by);
      const changed = await store.update(organizationId, at, text);
      if (!changed) throw notFound('note');
      await ring(organizationId, at.customerId);
      return changed;
    },

    /** @throws `not_found`, `forbidden` */
    async remove(organizationId: string, at: At, by: CallEditor): Promise<void> {
      await own(organizationId, at, by);
      if (!(await store.remove(organizationId, at))) throw notFound('note');
      await ring(organizationId, at.customerId);
    },
  };
}
