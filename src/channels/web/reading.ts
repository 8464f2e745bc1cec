// What a visitor reads: the list of its conversations, and the log of each, page by page.
import type { Visitor } from '../../identity/principal';
import type { Message } from '../../protocol/model/message';
import type { Session } from '../../protocol/model/session';
import type { CustomerSync } from '../../protocol/sockets';
import type { Sessions } from '../../sessions/commands';
import type { SessionState } from '../../sessions/session';
import { forCustomer } from '../../sessions/visibility';
import type { Page } from '../../sessions/store';
import type { OwnSessions } from './own-sessions';

interface ReadingDeps {
  sessions: Pick<Sessions, 'list' | 'messages' | 'newest'>;
  /** A message as it leaves the server. */
  withLinks(organizationId: string, message: Message): Message;
  own: OwnSessions;
  present(state: SessionState): Promise<Session>;
}

const pageSize = 200;
/** Messages read at once: long ones are many bytes. */
const readSize = 25;
const pageCharacters = 100_000;

export function createReading(deps: ReadingDeps) {
  const { sessions, own, present } = deps;

  /** Everything after `afterSeq`, as far as a customer may see it; `seen` is the session as it was a moment ago. */
  async function sync(
    visitor: Visitor,
    asked: { afterSeq: number; sessionId?: string },
    seen?: SessionState,
  ): Promise<CustomerSync> {
    const state = await own.find(visitor, asked.sessionId, seen);
    if (!state) return { session: null, messages: [], headSeq: 0 };
    const page = await readVisible(deps, state, asked.afterSeq);
    const session = sessions.newest(state);
    // Its log told of an end that this node had not heard of: another may have begun since.
    const asksAnew = asked.sessionId === undefined && asked.afterSeq === 0;
    if (seen && asksAnew && session.status === 'closed') return sync(visitor, asked);
    return { session: await present(session), ...page };
  }

  return {
    sync,

    /** Newest first; on the first page also the open one from before the sign-in. */
    async list(visitor: Visitor, page: { limit: number; cursor?: string }): Promise<Page<Session>> {
      const { organizationId, channelId, customer } = visitor;
      const [mine, before] = await Promise.all([
        sessions.list(organizationId, { customerId: customer.id, channelId }, page),
        page.cursor === undefined ? own.anonymousSession(visitor) : undefined,
      ]);
      const items = [...(before ? [before] : []), ...mine.items.map(sessions.newest)];
      return { items: await Promise.all(items.map(present)), nextCursor: mine.nextCursor };
    },
  };
}

/** A page of what shows something, or the end: at most 200 messages, and about as many bytes as a page may have. */
async function readVisible(
  { sessions, withLinks }: Pick<ReadingDeps, 'sessions' | 'withLinks'>,
  { organizationId, id, headSeq }: SessionState,
  after: number,
): Promise<Omit<CustomerSync, 'session'>> {
  const messages: Message[] = [];
  let characters = 0;
  for (let last = after; ;) {
    const read = await sessions.messages(organizationId, id, { after: last, limit: readSize });
    for (const message of read) {
      characters += message.content.text?.length ?? 0;
      const visible = forCustomer(message);
      if (visible) messages.push(withLinks(organizationId, visible));
    }
    if (read.length < readSize) return { messages, headSeq: read.at(-1)?.seq ?? Math.max(last, headSeq) };
    last = read.at(-1)!.seq;
    if (messages.length + readSize > pageSize || characters > pageCharacters)
      return { messages, headSeq: last, more: true };
  }
}
