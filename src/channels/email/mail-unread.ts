// Who has left the web, and is known by an address, gets by mail what they have not read: all of it in one mail. It is a line
// of the log, queued like every message that is sent; the answer comes back into the same conversation.
import { LRUCache } from 'lru-cache';
import { Stale } from '../../errors';
import type { Log } from '../../log';
import type { Message } from '../../protocol/model/message';
import type { Sessions } from '../../sessions/commands';
import type { SessionState } from '../../sessions/session';
import type { MessageLog } from '../../sessions/store';

/** Somebody with messages that nobody has read for the time that the organization set. */
export interface LeftCustomer {
  session: SessionState;
  address: string;
  /** Which channel sends the mail. */
  channelId: string;
}

/** Across organizations. */
export interface LeftCustomers {
  /** On channels of these types; who has been left for longest comes first. */
  toMail(
    channelTypes: readonly string[],
    limit: number,
    after?: Pick<SessionState, 'id' | 'lastMessageAt'>,
  ): Promise<LeftCustomer[]>;
}

export interface MailUnreadDeps {
  left: LeftCustomers;
  channelTypes: readonly string[];
  messages: Pick<MessageLog, 'read'>;
  sessions: Pick<Sessions, 'mail'>;
  /** Of these customers, who has a page open, on any node. */
  connected(customerIds: readonly string[]): Promise<Set<string>>;
  /** Whether this address may get another mail today; each asking counts. */
  mayMail(address: string): Promise<boolean>;
  log: Log;
}

const atOnce = 200;
const transcriptLength = 100;
const longestSubject = 80;

/** One look at all of them; never rejects. Two nodes at once send one mail: each expects the log's end. */
export function createMailUnread(deps: MailUnreadDeps): () => Promise<void> {
  const { left, channelTypes, log } = deps;
  /** Where there was nothing to send, until something new is written. */
  const done = new LRUCache<string, number>({ max: 10_000 });

  return async () => {
    try {
      // Some are there, or have nothing to get, and stay: those behind them have their turn in the same look.
      for (let page = await left.toMail(channelTypes, atOnce); page.length > 0;) {
        await sendAll(
          deps,
          page.filter(({ session: { id, headSeq } }) => done.get(id) !== headSeq),
          ({ id, headSeq }) => void done.set(id, headSeq),
        );
        if (page.length < atOnce) return;
        page = await left.toMail(channelTypes, atOnce, page.at(-1)!.session);
      }
    } catch (error) {
      log.warn({ err: error }, 'could not look for customers who left');
    }
  };
}

async function sendAll(
  deps: MailUnreadDeps,
  found: readonly LeftCustomer[],
  nothingToSend: (session: SessionState) => void,
): Promise<void> {
  if (found.length === 0) return;
  const here = await deps.connected(found.map(({ session }) => session.customerId));
  for (const one of found.filter(({ session }) => !here.has(session.customerId))) {
    try {
      if (!(await send(deps, one))) nothingToSend(one.session);
    } catch (error) {
      if (error instanceof Stale) continue;
      const { id: sessionId } = one.session;
      deps.log.warn({ err: error, sessionId }, 'could not mail what a customer has not read');
    }
  }
}

/** False: there is nothing to send until something new is written. */
async function send(
  { messages, sessions, mayMail }: MailUnreadDeps,
  { session, address, channelId }: LeftCustomer,
): Promise<boolean> {
  const { organizationId, id: sessionId, headSeq, readings, metadata } = session;
  const said = await messages.read(
    { organizationId, sessionId },
    { before: headSeq + 1, limit: transcriptLength },
  );
  const mailed = typeof metadata['mailedUpTo'] === 'number' ? metadata['mailedUpTo'] : 0;
  const unread = said.filter(
    (one) => one.seq > Math.max(mailed, readings.customer.readUpTo) && isAnswer(one),
  );
  const last = unread.at(-1);
  if (!last) return false;
  // Who had enough mail for today gets it once the day is over.
  if (!(await mayMail(address))) return true;
  // Words of the team: the address may be another's, who shall not read what somebody typed.
  const subject = unread.find(({ content }) => content.text !== undefined)?.content.text;
  await sessions.mail({
    organizationId,
    sessionId,
    expectSeq: headSeq,
    channelId,
    to: address,
    upTo: last.seq,
    text: unread.map(wordsOf).join('\n\n'),
    ...(subject !== undefined && { subject: subjectOf(subject) }),
  });
  return true;
}

/** What a program asks between its answers needs no mail. */
const isAnswer = ({ type, sender, metadata }: Message): boolean =>
  (sender === 'ai' || sender === 'agent') && !['system', 'handover', 'note'].includes(type) && !metadata.asks;

function wordsOf({ senderName, content: { text, fileName } }: Message): string {
  const words = [text, fileName && `[${fileName}]`].filter(Boolean).join('\n');
  return senderName === undefined ? words : `${senderName}:\n${words}`;
}

function subjectOf(question: string): string {
  const line = question.replace(/\s+/g, ' ').trim();
  return line.length > longestSubject ? `${line.slice(0, longestSubject - 1)}…` : line;
}
