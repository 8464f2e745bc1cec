// Opening and keeping up with sessions: the log is the truth, a message event only a bell.
import type { Message } from '../../protocol/model/message';
import type { Rules } from '../../protocol/model/rules';
import { createAhead } from './ahead';
import { sentence } from './failure';
import type { Page } from './http';
import { seen, type InboxState } from './inbox-state';
import { createReading, pageSize, type ReadingDeps } from './reading';
import { completeTo } from './transcript';

/** Transcripts kept in memory; an older one is read again when it is opened. */
const kept = 30;

/** As many as a page may have: older ones of a long conversation keep the state that they had. */
const renewedAtMost = 200;

export function createConversations(deps: ReadingDeps) {
  const { state, live, http } = deps;
  let current: string | undefined;

  const { note, take, sync, renewed } = createReading(deps);
  const renew = createRenew(deps, renewed);
  const ahead = createAhead({ ...deps, take });

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
    fetchAhead: ahead.fetch,
    /** What was read ahead of it may not be so any more; undefined: of any. */
    changed: ahead.drop,
    bring: ahead.bring,

    async open(sessionId: string): Promise<void> {
      current = sessionId;
      ahead.bring(sessionId);
      state.set((now) => withoutOldest(seen(now, sessionId), sessionId));
      if (live.connected() || state.get().connection === 'none')
        await (ahead.wasBrought(sessionId) ? sync(sessionId, true) : catchUp(sessionId));
      else note(sessionId, { loading: true });
    },

    leave(sessionId: string): void {
      if (current === sessionId) current = undefined;
      state.set((now) => seen(now, sessionId));
      // Not as what may be lost: colleagues would see this agent there, and the server count it as open.
      void live.ask('session:leave', { sessionId }).catch(() => {});
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

function withoutOldest(now: InboxState, current: string): InboxState {
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
function createRenew(
  { state, http }: Pick<ReadingDeps, 'state' | 'http'>,
  renewed: ReturnType<typeof createReading>['renewed'],
) {
  return async function renew(
    { sessionId, seq }: Pick<Message, 'sessionId' | 'seq'>,
    limit = pageSize,
  ): Promise<void> {
    const asked = state.get().transcripts[sessionId];
    const page = await http
      .get<Page<Message>>(`sessions/${sessionId}/messages`, { after: seq - 1, limit })
      .catch(() => undefined);
    if (page) renewed(sessionId, page.items, asked);
  };
}
