// Conversations with the AI in which nobody writes any more: the customer is asked once whether it helped, and some time
// later the conversation ends. The next word within a set time opens it again.
import { LRUCache } from 'lru-cache';
import { DomainError } from '../errors';
import type { Log } from '../log';
import type { Delivery, Message } from '../protocol/model/message';
import { say } from '../protocol/server-texts/said';
import type { Sessions } from '../sessions/commands';
import type { SessionState } from '../sessions/session';
import type { IdleSessions } from '../sessions/store';
import { helpedQuestion } from './understanding/helped-question';
import { languageSpoken } from './understanding/small-talk';
import { toTurns } from './transcript';

export interface IdleConversationsDeps {
  idle: IdleSessions;
  sessions: Pick<Sessions, 'messages' | 'reply' | 'close'>;
  /** Whether a question of its own may be sent on such a channel. */
  mayAsk(channelType: string): boolean;
  log: Log;
}

const atOnce = 500;
const transcriptLength = 50;
const speaker = { kind: 'ai', name: 'AI assistant' } as const;

/** One look at all of them; never rejects. Two nodes at once do it once: each expects the log's end. */
export function createIdleConversations(deps: IdleConversationsDeps): () => Promise<void> {
  const { idle, log } = deps;
  /** Where there is nothing to ask about, until something new is written. */
  const unasked = new LRUCache<string, number>({ max: 10_000 });

  async function each(sessions: readonly SessionState[], work: (session: SessionState) => Promise<void>) {
    for (const session of sessions) {
      try {
        await work(session);
      } catch (error) {
        if (error instanceof DomainError && ['conflict', 'not_found'].includes(error.code)) continue;
        log.warn({ err: error, sessionId: session.id }, 'could not remind or close an idle conversation');
      }
    }
  }

  async function ask(session: SessionState): Promise<void> {
    if (unasked.get(session.id) === session.headSeq) return;
    const asked = await askIfHelped(deps, session);
    if (asked === false) unasked.set(session.id, session.headSeq);
  }

  return async () => {
    try {
      // Some cannot be asked and stay: those behind them have their turn in the same look.
      for (let some = await idle.toAsk(atOnce); some.length > 0; some = await idle.toAsk(atOnce, some.at(-1)))
        await each(some, ask);
      for (const { session, reopenUntil } of await idle.toClose(atOnce))
        await each([session], () => close(deps, session, reopenUntil));
    } catch (error) {
      log.warn({ err: error }, 'could not look for idle conversations');
    }
  };
}

/** False when the AI's last word was no answer: nobody is asked whether a greeting helped. */
async function askIfHelped(
  { sessions, mayAsk }: IdleConversationsDeps,
  session: SessionState,
): Promise<boolean | 'later'> {
  const { organizationId, id: sessionId, headSeq, channelType } = session;
  if (!mayAsk(channelType)) return false;
  const messages = await sessions.messages(organizationId, sessionId, { limit: transcriptLength });
  const last = messages.findLast(isSaid);
  if (last?.sender !== 'ai' || !last.metadata.sources?.length) return false;
  // What nobody has seen cannot have helped yet.
  if (last.delivery !== undefined && !arrived.includes(last.delivery)) return 'later';
  // Whoever said whether it helped is not asked.
  if (last.metadata.helpful !== undefined) return false;
  await sessions.reply({
    organizationId,
    sessionId,
    expectSeq: headSeq,
    by: speaker,
    content: { text: helpedQuestion(languageSpoken(toTurns(messages))) },
    metadata: { asks: 'helped' },
  });
  return true;
}

async function close(
  { sessions }: IdleConversationsDeps,
  { organizationId, id: sessionId, headSeq }: SessionState,
  reopenUntil: Date,
): Promise<void> {
  await sessions.close({
    organizationId,
    sessionId,
    expectSeq: headSeq,
    by: speaker,
    reason: say('nobody_wrote'),
    reopenUntil: reopenUntil.toISOString(),
  });
}

/** On a channel that sends. */
const arrived: readonly Delivery[] = ['sent', 'delivered', 'read'];

const isSaid = ({ type }: Message): boolean => !['system', 'handover', 'note'].includes(type);
