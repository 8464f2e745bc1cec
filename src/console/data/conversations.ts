// Opening and keeping up with sessions: the log is the truth, a message event only a bell.
import type { AgentOpen } from '../../protocol/sockets';
import type { Message } from '../../protocol/model/message';
import type { Session } from '../../protocol/model/session';
import { sentence } from './failure';
import type { Http, Page } from './http';
import { seen, type InboxState, type OpenState } from './inbox-state';
import type { Live } from './live';
import { settle } from './outbox';
import type { Store } from './store';
import { completeTo, emptyTranscript, isBehind, merge, refresh } from './transcript';

type Opened = Pick<AgentOpen, 'session' | 'messages' | 'headSeq'>;

interface Deps {
  state: Store<InboxState>;
  live: Live;
  http: Http;
  /** Takes in a session row. */
  hear(sessions: Session[], counted: boolean): void;
  /** These clientMessageIds are in the log. */
  settled(clientMessageIds: ReadonlySet<string>): void;
}

/** Transcripts kept in memory; an older one is read again when it is opened. */
const kept = 30;
const pageSize = 50;

export function createConversations({ state, live, http, hear, settled }: Deps) {
  const syncing = new Map<string, Promise<void>>();
  let current: string | undefined;

  function note(sessionId: string, change: Partial<OpenState>): void {
    state.set((now) => {
      const before = now.opened[sessionId] ?? { loading: false, loadingOlder: false };
      return { ...now, opened: { ...now.opened, [sessionId]: { ...before, ...change } } };
    });
  }

  function take(sessionId: string, messages: readonly Message[], headSeq = 0): void {
    const arrived = new Set(messages.flatMap(({ metadata }) => metadata.clientMessageId ?? []));
    state.set((now) => ({
      ...now,
      transcripts: {
        ...now.transcripts,
        [sessionId]: merge(now.transcripts[sessionId] ?? emptyTranscript, messages, headSeq),
      },
      outbox: settle(now.outbox, arrived),
    }));
    if (arrived.size) settled(arrived);
  }

  async function ask(sessionId: string, afterSeq: number): Promise<Opened> {
    const after = afterSeq > 0 ? afterSeq : undefined;
    if (state.get().connection !== 'none') {
      return live.ask<Opened>('session:open', { sessionId, ...(after && { afterSeq: after }) });
    }
    const [session, page] = await Promise.all([
      http.get<Session>(`sessions/${sessionId}`),
      http.get<Page<Message>>(`sessions/${sessionId}/messages`, { after, limit: pageSize }),
    ]);
    return { session, messages: page.items, headSeq: page.items.at(-1)?.seq ?? afterSeq };
  }

  /** Reads on until nothing is missing; gives up when the server has no more to give. */
  async function readOn(sessionId: string): Promise<void> {
    for (;;) {
      const before = state.get().transcripts[sessionId];
      const afterSeq = before ? completeTo(before) : 0;
      const opened = await ask(sessionId, afterSeq);
      hear([opened.session], false);
      take(sessionId, opened.messages, opened.headSeq);
      const after = state.get().transcripts[sessionId]!;
      if (!isBehind(after) || completeTo(after) === afterSeq) return;
    }
  }

  /** One at a time a session: who comes meanwhile gets the same promise. */
  function sync(sessionId: string): Promise<void> {
    const running = syncing.get(sessionId);
    if (running) return running;
    note(sessionId, { loading: true });
    const run = readOn(sessionId)
      .then(() => note(sessionId, { loading: false, error: '' }))
      .catch((error: unknown) => note(sessionId, { loading: false, error: sentence(error) }))
      .finally(() => syncing.delete(sessionId));
    syncing.set(sessionId, run);
    return run;
  }

  function forgetOldest(): void {
    state.set((now) => {
      const ids = Object.keys(now.transcripts);
      if (ids.length <= kept) return now;
      const transcripts = { ...now.transcripts };
      for (const id of ids.slice(0, ids.length - kept)) if (id !== current) delete transcripts[id];
      return { ...now, transcripts };
    });
  }

  return {
    current: () => current,
    take,
    sync,

    async open(sessionId: string): Promise<void> {
      current = sessionId;
      state.set((now) => seen(now, sessionId));
      forgetOldest();
      if (live.connected() || state.get().connection === 'none') await sync(sessionId);
      else note(sessionId, { loading: true });
    },

    leave(sessionId: string): void {
      if (current === sessionId) current = undefined;
      state.set((now) => seen(now, sessionId));
      live.tell('session:leave', { sessionId });
    },

    /** The server has said how far a session is: fetch what is missing of the one on the screen. */
    heard(sessionId: string, headSeq: number): void {
      const transcript = state.get().transcripts[sessionId];
      if (sessionId !== current || !transcript) return;
      if (headSeq > completeTo(transcript)) void sync(sessionId);
    },

    async older(sessionId: string): Promise<void> {
      const first = state.get().transcripts[sessionId]?.messages[0]?.seq;
      if (!first || first <= 1 || state.get().opened[sessionId]?.loadingOlder) return;
      note(sessionId, { loadingOlder: true });
      try {
        const query = { before: first, limit: pageSize };
        const page = await http.get<Page<Message>>(`sessions/${sessionId}/messages`, query);
        take(sessionId, page.items);
        note(sessionId, { loadingOlder: false, error: '' });
      } catch (error) {
        note(sessionId, { loadingOlder: false, error: sentence(error) });
      }
    },
  };
}

/** Reads a message and what follows again: links to files run out. */
export function createRenew({ state, http }: Pick<Deps, 'state' | 'http'>) {
  return async function renew({ sessionId, seq }: Message): Promise<void> {
    const page = await http
      .get<Page<Message>>(`sessions/${sessionId}/messages`, { after: seq - 1, limit: pageSize })
      .catch(() => undefined);
    if (!page) return;
    state.set((now) => {
      const held = now.transcripts[sessionId];
      if (!held) return now;
      return { ...now, transcripts: { ...now.transcripts, [sessionId]: refresh(held, page.items) } };
    });
  };
}
