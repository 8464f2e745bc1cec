// What a run reads first, read while the rest of a burst is waited for. It holds as long as the log has not grown since.
import { LRUCache } from 'lru-cache';
import type { Audience } from '../protocol/knowledge';
import type { Message } from '../protocol/model/message';
import type { Sessions } from '../sessions/commands';
import type { SessionState } from '../sessions/session';
import type { ComposeDeps } from './compose-answer';

/** Messages of the conversation that are read: the rest is older than any question that is open. */
export const transcriptLength = 200;

/** Bursts pause for less; a run that never comes takes nothing. */
const keptMs = 3_000;
const most = 1_000;

export interface Reading {
  /** Ascending. Nothing is sent when the log has grown beyond the last one. */
  messages: Message[];
  audience: Promise<Audience>;
}

export interface Prefetch {
  /** Whoever takes it then hears of what fails now. */
  begin(session: SessionState): void;
  /** Something was changed that is in the log. */
  forget(sessionId: string): void;
  /** Once: who reads again reads anew. */
  take(session: SessionState): Promise<Reading>;
}

interface PrefetchDeps {
  sessions: Pick<Sessions, 'messages'>;
  audienceOf: ComposeDeps['audienceOf'];
}

export function createPrefetch({ sessions, audienceOf }: PrefetchDeps): Prefetch {
  const begun = new LRUCache<string, { seq: number; reading: Promise<Reading> }>({ max: most, ttl: keptMs });

  async function read(session: SessionState): Promise<Reading> {
    const { organizationId, id } = session;
    const messages = await sessions.messages(organizationId, id, { limit: transcriptLength });
    // After the log: who is known as somebody else since is said there, and then `expectSeq` sends nothing.
    const audience = audienceOf(session);
    audience.catch(() => undefined);
    return { messages, audience };
  }
  return {
    begin(session) {
      const reading = read(session);
      reading.catch(() => undefined);
      begun.set(session.id, { seq: session.headSeq, reading });
    },
    forget: (sessionId) => void begun.delete(sessionId),
    async take(session) {
      const known = begun.get(session.id);
      begun.delete(session.id);
      const early = known?.seq === session.headSeq ? await known.reading.catch(() => undefined) : undefined;
      return early && !early.messages.some(isToCome) ? early : read(session);
    },
  };
}

/** A file that its message waited for may be there by now. */
const isToCome = ({ content }: Message): boolean => content.file === 'pending';
