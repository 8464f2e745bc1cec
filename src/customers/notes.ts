// Notes about a customer, in no conversation: the team's, until the customer asks for a copy.
import { DomainError, notFound } from '../errors';
import type { EventBus } from '../events';
import type { CustomerNote } from '../protocol/customer-notes';
import { say } from '../protocol/server-texts/said';
import type { Page } from '../sessions/store';
import type { CallAuthor, CallEditor } from './calls';

type Called = CustomerNote['mentions'];

/** By which a text is found, in their order: of each the spellings that it has. */
type Words = ReadonlyArray<string | readonly string[]>;

/** As somebody writes it. */
interface Written {
  text: string;
  /** Agents whom it calls. */
  mentions?: readonly string[] | undefined;
  /** Who writes, where they are an agent: nobody calls themselves. */
  agentId?: string | undefined;
}

export interface WrittenNote {
  note: CustomerNote;
  /** What the customer is called. */
  customerName?: string;
  /** Agents for whom it is new that it calls them. */
  called: string[];
}

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
    note: { text: string; words: Words; mentions: Called; author: CallAuthor },
  ): Promise<WrittenNote>;
  /** Undefined when it is gone. @param change without `mentions` it calls whom it called before */
  update(
    organizationId: string,
    at: At,
    change: { text: string; words: Words; mentions?: Called; by: string },
  ): Promise<WrittenNote | undefined>;
  remove(organizationId: string, at: At): Promise<boolean>;
}

interface CustomerNotesDeps {
  store: CustomerNoteStore;
  events: Pick<EventBus, 'emit'>;
  /** Whom a note may call. */
  mentionsOf(
    organizationId: string,
    ids: readonly string[],
    writer: string | undefined,
  ): Promise<{ mentions?: Called }>;
  words(text: string): Words;
  /** Everybody who is the same person. */
  customerIds(organizationId: string, customerId: string): Promise<string[]>;
}

export type CustomerNotes = ReturnType<typeof createCustomerNotes>;

export function createCustomerNotes({ store, mentionsOf, words, ...announcing }: CustomerNotesDeps) {
  const { customerIds } = announcing;
  const { tell, announce } = createAnnouncements(announcing);

  /** @throws `not_found`, `forbidden` */
  async function own(organizationId: string, at: At, by: CallEditor): Promise<{ isOwn: boolean }> {
    const note = await store.get(organizationId, at);
    if (!note) throw notFound('note');
    const isOwn = note.author.kind === by.kind && note.author.id === by.id;
    if (!isOwn && !by.isAdmin) throw new DomainError('forbidden', say('note_of_others'));
    return { isOwn };
  }

  return {
    /** Of these customers themselves. */
    listOf: store.list,

    /** Of the whole person. */
    async list(organizationId: string, customerId: string, page: { limit: number; cursor?: string }) {
      return store.list(organizationId, await customerIds(organizationId, customerId), page);
    },

    /** @throws `not_found`, `capacity` */
    async add(
      organizationId: string,
      customerId: string,
      { text, mentions: ids = [], agentId, author }: Written & { author: CallAuthor },
    ) {
      const { mentions = [] } = await mentionsOf(organizationId, ids, agentId);
      const added = await store.add(organizationId, customerId, {
        text,
        words: words(text),
        mentions,
        author,
      });
      tell(organizationId, added, author.name);
      await announce(organizationId, customerId);
      return added.note;
    },

    /** @throws `not_found`, `forbidden` */
    async update(
      organizationId: string,
      at: At,
      { text, mentions: ids, agentId, by }: Written & { by: CallEditor },
    ) {
      const { isOwn } = await own(organizationId, at, by);
      // Whom a colleague's note calls it goes on calling, also where they mend its words.
      const writer = isOwn ? agentId : undefined;
      const called = ids && { mentions: [], ...(await mentionsOf(organizationId, ids, writer)) };
      const changed = await store.update(organizationId, at, {
        text,
        words: words(text),
        ...called,
        by: by.name,
      });
      if (!changed) throw notFound('note');
      tell(organizationId, changed, by.name);
      await announce(organizationId, at.customerId);
      return changed.note;
    },

    /** @throws `not_found`, `forbidden` */
    async remove(organizationId: string, at: At, by: CallEditor): Promise<void> {
      await own(organizationId, at, by);
      if (!(await store.remove(organizationId, at))) throw notFound('note');
      await announce(organizationId, at.customerId);
    },
  };
}

function createAnnouncements({ events, customerIds }: Pick<CustomerNotesDeps, 'events' | 'customerIds'>) {
  return {
    /** Of what was just written down. */
    tell(organizationId: string, { note, called: agentIds, customerName }: WrittenNote, by: string): void {
      const { id, customerId, updatedAt: timestamp } = note;
      const noted = { id, customerId, ...(customerName !== undefined && { customerName }) };
      if (agentIds.length > 0)
        events.emit('mentionedInNote', { organizationId, note: noted, agentIds, by, timestamp });
    },

    /** It is shown with each of them. */
    async announce(organizationId: string, customerId: string): Promise<void> {
      for (const id of await customerIds(organizationId, customerId))
        events.emit('customer', { organizationId, customerId: id });
    },
  };
}
