// Reading a session's log until nothing is missing.
import type { Message } from '../../protocol/model/message';
import type { Rules } from '../../protocol/model/rules';
import type { Session } from '../../protocol/model/session';
import type { AgentOpen } from '../../protocol/sockets';
import { Failure, isMissing, sentence } from './failure';
import type { Http, Page } from './http';
import { withViewers, type InboxState, type OpenState } from './inbox-state';
import type { Live } from './live';
import { settle } from './outbox';
import type { Store } from './store';
import { completeTo, emptyTranscript, isBehind, merge, refresh, type Transcript } from './transcript';

type Opened = Pick<AgentOpen, 'session' | 'messages' | 'headSeq' | 'rules'> &
  Partial<Pick<AgentOpen, 'viewers'>>;

export interface ReadingDeps {
  state: Store<InboxState>;
  live: Live;
  http: Http;
  /** Takes in a session row. */
  hear(sessions: Session[], counted: boolean): void;
  /** These clientMessageIds are in the log. */
  settled(clientMessageIds: ReadonlySet<string>): void;
}

export const pageSize = 50;

export function createReading({ state, live, http, hear, settled }: ReadingDeps) {
  const syncing = new Map<string, Promise<void>>();

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

  /** Messages that are held, as they are now. @param asked what was held when the server was asked */
  function renewed(sessionId: string, fresh: readonly Message[], asked: Transcript | undefined): void {
    state.set((now) => {
      const held = now.transcripts[sessionId];
      if (!held) return now;
      return { ...now, transcripts: { ...now.transcripts, [sessionId]: refresh(held, fresh, asked) } };
    });
  }

  /**
   * Reads on until nothing is missing; gives up when the server has no more to give.
   * @param anew the last page is read first, whatever is held of it
   */
  async function readOn(sessionId: string, anew: boolean): Promise<void> {
    for (let first = anew; ; first = false) {
      const before = state.get().transcripts[sessionId];
      const afterSeq = before && !first ? completeTo(before) : 0;
      const opened = await ask({ state, live, http }, sessionId, afterSeq);
      hear([opened.session], false);
      take(sessionId, opened.messages, opened.headSeq);
      if (first) renewed(sessionId, opened.messages, before);
      note(sessionId, { rules: opened.rules });
      const viewers = Object.fromEntries((opened.viewers ?? []).map((id) => [id, true]));
      state.set((now) => withViewers({ ...now, viewers: {} }, sessionId, viewers));
      state.showNow();
      const after = state.get().transcripts[sessionId]!;
      if (!isBehind(after) || completeTo(after) === afterSeq) return;
    }
  }

  /** One at a time a session: who comes meanwhile gets the same promise. */
  function sync(sessionId: string, anew = false): Promise<void> {
    const running = syncing.get(sessionId);
    if (running) return running;
    note(sessionId, { loading: true });
    const run = readOn(sessionId, anew)
      .then(() => note(sessionId, { loading: false, error: '', isMissing: false }))
      .catch((error: unknown) => {
        if (isMissing(error) || isRefused(error)) state.set((now) => withoutTranscript(now, sessionId));
        note(sessionId, { loading: false, error: sentence(error), isMissing: isMissing(error) });
      })
      .finally(() => syncing.delete(sessionId));
    syncing.set(sessionId, run);
    return run;
  }

  return { note, take, sync, renewed };
}

/** What is deleted, or not for this agent any more, is not shown either. */
function withoutTranscript(now: InboxState, sessionId: string): InboxState {
  const { [sessionId]: _, ...transcripts } = now.transcripts;
  return { ...now, transcripts };
}

const isRefused = (error: unknown) => error instanceof Failure && error.code === 'forbidden';

/** Everything after a number; by REST for who has no socket. */
async function ask(
  { state, live, http }: Pick<ReadingDeps, 'state' | 'live' | 'http'>,
  sessionId: string,
  afterSeq: number,
): Promise<Opened> {
  const after = afterSeq > 0 ? afterSeq : undefined;
  if (state.get().connection !== 'none') {
    return live.ask<Opened>('session:open', { sessionId, ...(after && { afterSeq: after }) });
  }
  const [{ rules, ...session }, page] = await Promise.all([
    http.get<Session & { rules: Rules }>(`sessions/${sessionId}`),
    http.get<Page<Message>>(`sessions/${sessionId}/messages`, { after, limit: pageSize }),
  ]);
  return { session, rules, messages: page.items, headSeq: page.items.at(-1)?.seq ?? afterSeq };
}
