// What an agent can do with a session.
import pLimit from 'p-limit';
import type { Presence } from '../../protocol/model/presence';
import type { Priority, Session } from '../../protocol/model/session';
import { Failure } from './failure';
import type { Http } from './http';
import type { InboxState } from './inbox-state';
import type { Live } from './live';
import type { Store } from './store';
import { completeTo, emptyTranscript } from './transcript';

/** What an agent does itself is no news to it. */
const ownActMs = 5_000;

type TransferTarget = { agentId: string } | { queue: true };

interface ActDeps {
  state: Store<InboxState>;
  live: Live;
  http: Http;
  hear(sessions: Session[], counted: boolean): void;
  /** What the agent wrote there is no longer on its way. */
  sent(sessionId: string): Promise<void>;
  /** Shows what is new there. */
  sync(sessionId: string): Promise<void>;
}

export function createActs({ state, live, http, hear, sent, sync }: ActDeps) {
  const own = new Map<string, number>();

  async function act(event: string, body: { sessionId: string } & Record<string, unknown>): Promise<void> {
    own.set(body.sessionId, Date.now());
    const { session } = await live.ask<{ session: Session }>(event, body);
    hear([session], true);
  }

  /** Nobody answers what is closed over: the agent closes what it has seen, and nothing after it. */
  async function close(sessionId: string): Promise<void> {
    await sent(sessionId);
    const expectSeq = completeTo(state.get().transcripts[sessionId] ?? emptyTranscript);
    try {
      await act('session:close', { sessionId, expectSeq });
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'conflict') throw error;
      await sync(sessionId);
      if (state.get().sessions[sessionId]?.status === 'closed') return;
      throw new Failure(
        'conflict',
        'Something new was written, so the conversation is still open. Read it, then close again.',
      );
    }
  }

  /** Those that somebody has changed since they were shown stay open, and are counted. */
  async function closeAll(sessionIds: readonly string[]): Promise<{ closed: number; failed: number }> {
    const atOnce = pLimit(4);
    const seen = state.get().sessions;
    const closing = sessionIds.map((sessionId) => {
      const expectSeq = seen[sessionId]?.headSeq ?? 0;
      return atOnce(() => act('session:close', { sessionId, expectSeq }));
    });
    const ended = await Promise.allSettled(closing);
    const closed = ended.filter(({ status }) => status === 'fulfilled').length;
    return { closed, failed: ended.length - closed };
  }

  return {
    closeAll,
    isOwn: (sessionId: string) => Date.now() - (own.get(sessionId) ?? 0) < ownActMs,
    claim: (sessionId: string) => act('session:claim', { sessionId }),
    close,
    reopen: (sessionId: string) => act('session:reopen', { sessionId }),
    transfer: (sessionId: string, to: TransferTarget, note: string) =>
      act('session:transfer', { sessionId, to, ...(note && { note }) }),
    async update(sessionId: string, fields: { labels?: string[]; priority?: Priority }): Promise<void> {
      hear([await http.patch<Session>(`sessions/${sessionId}`, fields)], true);
    },
    async presence(status: Presence): Promise<void> {
      const { presence } = await live.ask<{ presence: Presence }>('presence:set', { status });
      state.set((now) => ({ ...now, presence }));
    },
    typing: (sessionId: string, typing: boolean) => live.tell('typing', { sessionId, typing }),
    read: (sessionId: string, seq: number) => live.tell('message:read', { sessionId, seq }),
  };
}
