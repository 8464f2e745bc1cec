// Some time after a conversation was closed its customer is asked by mail how it was: once a closing, and only where somebody
// answered them. It is a line of the log, queued like every message that is sent; what opens the conversation again stops it.
import { LRUCache } from 'lru-cache';
import { Stale } from '../../errors';
import type { Log } from '../../log';
import type { Message } from '../../protocol/model/message';
import type { Sessions } from '../../sessions/commands';
import type { SessionState } from '../../sessions/session';
import type { MessageLog } from '../../sessions/store';

/** A conversation that was closed for as long as its organization set, and not asked about since. */
export interface UnratedSession {
  session: SessionState;
  address: string;
  /** Which channel sends the mail. */
  channelId: string;
}

/** Across organizations; what was closed first comes first. */
export type UnratedSessions = (
  limit: number,
  after?: Pick<SessionState, 'id' | 'endedAt'>,
) => Promise<UnratedSession[]>;

/** Addresses of an organization's customers that want no questions by mail. */
export interface MailStops {
  /** What is kept of an address. */
  hashOf(organizationId: string, address: string): string;
  /** Said again, it changes nothing. */
  add(organizationId: string, addressHash: string): Promise<void>;
  /** False where it wanted them all the same. */
  remove(organizationId: string, addressHash: string): Promise<boolean>;
  has(organizationId: string, addressHash: string): Promise<boolean>;
  /** Of these, those that do not; `at` since when, ISO 8601. */
  among(
    organizationId: string,
    addresses: readonly string[],
  ): Promise<Array<{ address: string; at: string }>>;
}

export interface RatingMailDeps {
  unrated: UnratedSessions;
  messages: Pick<MessageLog, 'read'>;
  sessions: Pick<Sessions, 'askToRate'>;
  stops: Pick<MailStops, 'among'>;
  /** What to ask, and in which language (ISO 639-1); undefined where there is nothing to judge. */
  questionOf(
    organizationId: string,
    messages: readonly Message[],
  ): Promise<{ text: string; subject: string; language: string } | undefined>;
  isBlocked(organizationId: string, customerId: string): Promise<boolean>;
  /** Of these customers, who has a page open, on any node. */
  connected(customerIds: readonly string[]): Promise<Set<string>>;
  /** Whether this address may get another mail today; each asking counts. */
  mayMail(address: string): Promise<boolean>;
  log: Log;
}

const atOnce = 200;
const transcriptLength = 100;

/** One look at all of them; never rejects. Two nodes at once send one mail: each expects the log's end. */
export function createRatingMails(deps: RatingMailDeps): () => Promise<void> {
  const { unrated, log } = deps;
  /** Where there is nothing to ask, until something new is written. */
  const done = new LRUCache<string, number>({ max: 10_000 });

  async function each(found: readonly UnratedSession[]): Promise<void> {
    const asked = found.filter(({ session: { id, headSeq } }) => done.get(id) !== headSeq);
    if (asked.length === 0) return;
    const here = await deps.connected(asked.map(({ session }) => session.customerId));
    for (const one of asked.filter(({ session }) => !here.has(session.customerId))) {
      const { id: sessionId, headSeq } = one.session;
      try {
        if ((await ask(deps, one)) === 'never') done.set(sessionId, headSeq);
      } catch (error) {
        if (error instanceof Stale) continue;
        log.warn({ err: error, sessionId }, 'could not ask a customer by mail for a rating');
      }
    }
  }

  return async () => {
    try {
      for (let page = await unrated(atOnce); page.length > 0;) {
        await each(page);
        if (page.length < atOnce) return;
        page = await unrated(atOnce, page.at(-1)!.session);
      }
    } catch (error) {
      log.warn({ err: error }, 'could not look for conversations to rate');
    }
  };
}

async function ask(
  deps: RatingMailDeps,
  { session, address, channelId }: UnratedSession,
): Promise<'asked' | 'later' | 'never'> {
  const { organizationId, id: sessionId, customerId, channelId: own, headSeq } = session;
  const messages = await deps.messages.read(
    { organizationId, sessionId },
    { before: headSeq + 1, limit: transcriptLength },
  );
  if (!isWritten(messages)) return 'never';
  const question = await deps.questionOf(organizationId, messages);
  if (!question || (await deps.isBlocked(organizationId, customerId))) return 'never';
  if ((await deps.stops.among(organizationId, [address])).length > 0) return 'never';
  // Who had enough mail for today is asked once the day is over, if that is soon enough.
  if (!(await deps.mayMail(address))) return 'later';
  const { text, subject, language } = question;
  await deps.sessions.askToRate({
    ...{ organizationId, sessionId, channelId, text, language },
    to: address,
    expectSeq: headSeq,
    // In its own thread it has that one's subject.
    ...(channelId !== own && { subject }),
  });
  return 'asked';
}

/** Somebody wrote who was no program, and what they were last answered arrived. */
function isWritten(messages: readonly Message[]): boolean {
  const isByHand = messages.some(({ sender, metadata: { past, needsPerson } }) => {
    return sender === 'customer' && !past && needsPerson === undefined;
  });
  const last = messages.findLast(({ sender, type, delivery }) => {
    return sender !== 'customer' && type !== 'note' && delivery !== undefined;
  });
  return isByHand && last?.delivery !== 'failed' && last?.delivery !== 'uncertain';
}
