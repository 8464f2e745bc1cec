// Opening and keeping up with sessions: the log is the truth, a message event only a bell.
import type { Message } from '../../protocol/model/message';
import type { Rules } from '../../protocol/model/rules';
import { sentence } from './failure';
import type { Page } from './http';
import { seen } from './inbox-state';
import { createReading, pageSize, type ReadingDeps } from './reading';
import { completeTo, refresh } from './transcript';

/** Transcripts kept in memory; an older one is read again when it is opened. */
const kept = 30;

/** As many as a page may have: older ones of a long conversation keep the state that they had. */
const renewedAtMost = 200;

export function createConversations(deps: ReadingDeps) {
  const { state, live, http } = deps;
  let current: string | undefined;

  const { note, take, sync } = createReading(deps);
  const renew = createRenew(deps);

  function forgetOldest(): void {
    state.set((now) => {
      const ids = Object.keys(now.transcripts);
      if (ids.length <= kept) return now;
      const transcripts = { ...now.transcripts };
      const opened = { ...now.opened };
      for (const id of ids.slice(0, ids.length - kept)) {
        if (id === current) continue;
        delete transcripts[id];
        delete opened[id];
      }
      return { ...now, transcripts, opened };
    });
  }

  /** What is new, and what became of the messages held: nobody tells of that while there is no connection. */
  async function catchUp(sessionId: string): Promise<void> {
    const held = state.get().transcripts[sessionId]?.messages ?? [];
    const seq = held.at(-renewedAtMost)?.seq ?? held[0]?.seq;
    await Promise.all([sync(sessionId), seq !== undefined && renew({ sessionId, seq }, renewedAtMost)]);
  }

  async function renewRules(sessionId: string): Promise<void> {
    const found = await http.get<{ rules: Rules }>(`sessions/${sessionId}`).catch(() => undefined);
    if (found) note(sessionId, { rules: found.rules });
  }

  return {
    renewRules,
    current: () => current,
    take,
    sync,
    catchUp,
    renew,

    async open(sessionId: string): Promise<void> {
      current = sessionId;
      state.set((now) => seen(now, sessionId));
      forgetOldest();
      if (live.connected() || state.get().connection === 'none') await catchUp(sessionId);
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

    /** The customer wrote: some channels take more from then on. */
    customerWrote(sessionId: string): void {
      const rules = state.get().opened[sessionId]?.rules;
      if (sessionId === current && rules && (rules.until !== undefined || !rules.mayWrite))
        void renewRules(sessionId);
    },

    older: createOlder(deps, { note, take }),
  };
}

function createOlder(
  { state, http }: Pick<ReadingDeps, 'state' | 'http'>,
  { note, take }: Pick<ReturnType<typeof createReading>, 'note' | 'take'>,
) {
  return async function older(sessionId: string): Promise<void> {
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
  };
}

/** Reads a message and what follows again: links to files run out, and states change without a new number. */
function createRenew({ state, http }: Pick<ReadingDeps, 'state' | 'http'>) {
  return async function renew(
    { sessionId, seq }: Pick<Message, 'sessionId' | 'seq'>,
    limit = pageSize,
  ): Promise<void> {
    const asked = state.get().transcripts[sessionId];
    const page = await http
      .get<Page<Message>>(`sessions/${sessionId}/messages`, { after: seq - 1, limit })
      .catch(() => undefined);
    if (!page) return;
    state.set((now) => {
      const held = now.transcripts[sessionId];
      if (!held) return now;
      return { ...now, transcripts: { ...now.transcripts, [sessionId]: refresh(held, page.items, asked) } };
    });
  };
}
