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
  toMail(channelTypes: readonly string[], limit: number): Promise<LeftCustomer[]>;
}

export interface ContinuityDeps {
  left: LeftCustomers;
  channelTypes: readonly string[];
  messages: Pick<MessageLog, 'read'>;
  sessions: Pick<Sessions, 'mail'>;
  /** Of these customers, who has a page open, on any node. */
  connected(customerIds: readonly string[]): Promise<Set<string>>;
  log: Log;
}

const atOnce = 200;
const transcriptLength = 100;
const longestSubject = 80;

/** One look at all of them; never rejects. Two nodes at once send one mail: each expects the log's end. */
export function createContinuity(deps: ContinuityDeps): () => Promise<void> {
  const { left, channelTypes, connected, log } = deps;
  /** Where there was nothing to send, until something new is written. */
  const done = new LRUCache<string, number>({ max: 10_000 });

  return async () => {
    try {
      const found = await left.toMail(channelTypes, atOnce);
      const news = found.filter(({ session: { id, headSeq } }) => done.get(id) !== headSeq);
      if (news.length === 0) return;
      const here = await connected(news.map(({ session }) => session.customerId));
      for (const one of news.filter(({ session }) => !here.has(session.customerId))) {
        const isSent = await send(deps, one).catch((error: unknown) => {
          if (error instanceof Stale) return true;
          log.warn({ err: error, sessionId: one.session.id }, 'could not mail what a customer has not read');
          return true;
        });
        if (!isSent) done.set(one.session.id, one.session.headSeq);
      }
    } catch (error) {
      log.warn({ err: error }, 'could not look for customers who left');
    }
  };
}

async function send(
  { messages, sessions }: ContinuityDeps,
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
  const question = said.findLast(({ sender, seq }) => sender === 'customer' && seq < last.seq)?.content.text;
  await sessions.mail({
    organizationId,
    sessionId,
    expectSeq: headSeq,
    channelId,
    to: address,
    upTo: last.seq,
    text: unread.map(wordsOf).join('\n\n'),
    ...(question !== undefined && { subject: subjectOf(question) }),
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
