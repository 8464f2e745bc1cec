// Whom private notes, and notes about customers, call. The note is the truth: a row here says only for whom it is new.
import type { EventBus } from '../events';
import type { NotedCustomer } from '../protocol/noted-customer';
import type { Mention, MentionsRead } from '../protocol/mentions';
import type { Message } from '../protocol/model/message';
import type { AgentRef, Sessions } from '../sessions/commands';
import type { Page } from '../sessions/store';

export type MentionRow = {
  id: string;
  /** What they were called when they wrote it. */
  byName: string;
  createdAt: Date;
  readAt: Date | null;
} & (
  | { sessionId: string; seq: number; note?: undefined }
  | { note: NotedCustomer & { text: string }; sessionId?: undefined }
);

export interface MentionStore {
  /** Those of the ids who work here now, and may read conversations. */
  agents(organizationId: string, ids: readonly string[]): Promise<AgentRef[]>;
  /** Ids of the agents for whom it is new: asked again, of none. */
  add(
    organizationId: string,
    mention: { sessionId: string; seq: number; byName: string; agentIds: readonly string[] },
  ): Promise<string[]>;
  /** Newest first. */
  list(
    organizationId: string,
    filter: { agentId: string; unread?: true },
    page: { limit: number; cursor?: string },
  ): Promise<Page<MentionRow>>;
  unread(organizationId: string, agentId: string): Promise<number>;
  read(organizationId: string, agentId: string, where: MentionsRead): Promise<void>;
}

export type Mentions = ReturnType<typeof createMentions>;

interface MentionsDeps {
  store: MentionStore;
  events: Pick<EventBus, 'emit'>;
  sessions: Pick<Sessions, 'get' | 'messages'>;
}

const longest = 300;

export function createMentions({ store, events, sessions }: MentionsDeps) {
  async function shown(organizationId: string, row: MentionRow): Promise<Mention> {
    const { id, byName: by, createdAt, readAt } = row;
    const { place, text, customerName } = await placeOf(sessions, organizationId, row);
    return {
      ...{ id, ...place, by },
      text: text.slice(0, longest),
      ...(customerName !== undefined && { customerName }),
      createdAt: createdAt.toISOString(),
      ...(readAt && { readAt: readAt.toISOString() }),
    };
  }

  return {
    /** Whom a note may call, for its metadata; nobody calls themselves. */
    async of(
      organizationId: string,
      ids: readonly string[],
      writer: string | undefined,
    ): Promise<{ mentions?: Array<{ agentId: string; name: string }> }> {
      const wanted = [...new Set(ids)].filter((id) => id !== writer);
      const agents = wanted.length > 0 ? await store.agents(organizationId, wanted) : [];
      if (agents.length === 0) return {};
      return { mentions: agents.map(({ id: agentId, name }) => ({ agentId, name })) };
    },

    /** Before the note is acked: whoever sends it again after a failure calls those who were not called yet. */
    async call(organizationId: string, note: Message): Promise<void> {
      const { sessionId, seq, senderName: byName = '', metadata, timestamp } = note;
      const agentIds = (metadata.mentions ?? []).map(({ agentId }) => agentId);
      if (agentIds.length === 0) return;
      const called = await store.add(organizationId, { sessionId, seq, byName, agentIds });
      if (called.length === 0) return;
      const session = await sessions.get(organizationId, sessionId);
      events.emit('mentioned', { session, agentIds: called, seq, by: byName, timestamp });
    },

    async list(
      organizationId: string,
      filter: { agentId: string; unread?: true },
      page: { limit: number; cursor?: string },
    ): Promise<Page<Mention> & { unread: number }> {
      const [{ items, nextCursor }, unread] = await Promise.all([
        store.list(organizationId, filter, page),
        store.unread(organizationId, filter.agentId),
      ]);
      const all = await Promise.all(items.map((row) => shown(organizationId, row)));
      return { items: all, nextCursor, unread };
    },

    async read(organizationId: string, agentId: string, where: MentionsRead): Promise<number> {
      await store.read(organizationId, agentId, where);
      return store.unread(organizationId, agentId);
    },
  };
}

/** Where it stands, what it says, and of which customer. */
async function placeOf(sessions: MentionsDeps['sessions'], organizationId: string, row: MentionRow) {
  if (row.note) {
    const { id: noteId, customerId, customerName, text } = row.note;
    return { place: { noteId, customerId }, text, customerName };
  }
  const { sessionId, seq } = row;
  const [{ customerName }, [note]] = await Promise.all([
    sessions.get(organizationId, sessionId),
    sessions.messages(organizationId, sessionId, { after: seq - 1, limit: 1 }),
  ]);
  return { place: { sessionId, seq }, text: note?.content.text ?? '', customerName };
}
