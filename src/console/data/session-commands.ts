// What an agent can do with a session.
import type { MacroOutcome } from '../../protocol/macros';
import type { Presence } from '../../protocol/model/presence';
import type { Priority, Session } from '../../protocol/model/session';
import { Failure } from './failure';
import type { Http } from './http';
import type { InboxState } from './inbox-state';
import type { Live } from './live';
import type { Store } from './store';
import { completeTo, emptyTranscript } from './transcript';
import { t } from '../i18n/translate';

/** What an agent does itself is no news to it. */
const ownActMs = 5_000;

export type TransferTarget = { agentId: string } | { teamId: string | null } | { queue: true };

export type Change = 'close' | 'reopen' | 'transfer' | 'snooze' | 'unsnooze' | 'update';

interface CommandDeps {
  state: Store<InboxState>;
  live: Live;
  http: Http;
  hear(sessions: Session[], counted: boolean): void;
  /** What the agent wrote there is no longer on its way. */
  sent(sessionId: string): Promise<void>;
  /** Shows what is new there. */
  sync(sessionId: string): Promise<void>;
}

export function createSessionCommands({ state, live, http, hear, sent, sync }: CommandDeps) {
  const own = new Map<string, number>();
  const asked = new Map<string, Promise<unknown>>();

  const act: Act = async (event, body) => {
    const { sessionId } = body;
    own.set(sessionId, Date.now());
    const answer = live.ask<{ session: Session }>(event, body);
    asked.set(sessionId, answer);
    const { session } = await answer.finally(
      () => asked.get(sessionId) === answer && asked.delete(sessionId),
    );
    hear([session], true);
  };

  /** By REST, for one of several. @throws Failure: `conflict` where more was written than `expectSeq` */
  async function change(sessionId: string, what: Change, body: object): Promise<Session> {
    own.set(sessionId, Date.now());
    const path = `sessions/${sessionId}`;
    const session = await (what === 'update'
      ? http.patch<Session>(path, body)
      : http.post<Session>(`${path}/${what}`, body));
    hear([session], true);
    return session;
  }

  return {
    change,
    isOwn: (sessionId: string) => Date.now() - (own.get(sessionId) ?? 0) < ownActMs,
    /** What the server has not answered yet of what the agent does with the session. Rejects where that is refused. */
    underWay: (sessionId: string) => asked.get(sessionId),
    claim: (sessionId: string) => act('session:claim', { sessionId }),
    close: createClosing({ state, sent, sync, act }),
    reopen: (sessionId: string) => act('session:reopen', { sessionId }),
    transfer: (sessionId: string, to: TransferTarget, note: string) =>
      sent(sessionId).then(() => act('session:transfer', { sessionId, to, ...(note && { note }) })),
    ...createRequests({ state, http, hear, sent, sync, own }),
    async update(sessionId: string, fields: { labels?: string[]; priority?: Priority }): Promise<void> {
      hear([await http.patch<Session>(`sessions/${sessionId}`, fields)], true);
    },
    async presence(status: Presence): Promise<void> {
      const { presence } = await live.ask<{ presence: Presence }>('presence:set', { status });
      state.set((now) => ({ ...now, presence, awayReason: undefined }));
    },
    ...createTells(live),
  };
}

type Act = (event: string, body: { sessionId: string } & Record<string, unknown>) => Promise<void>;

function createClosing({
  state,
  sent,
  sync,
  act,
}: Pick<CommandDeps, 'state' | 'sent' | 'sync'> & { act: Act }) {
  /** Nobody answers what is closed over: the agent closes what it has seen, and nothing after it. */
  return async function close(sessionId: string): Promise<void> {
    await sent(sessionId);
    const expectSeq = completeTo(state.get().transcripts[sessionId] ?? emptyTranscript);
    try {
      await act('session:close', { sessionId, expectSeq });
    } catch (error) {
      if (!isConflict(error)) throw error;
      await sync(sessionId);
      if (state.get().sessions[sessionId]?.status === 'closed') return;
      throw new Failure(
        'conflict',
        t('Something new was written, so the conversation is still open. Read it, then close again.'),
      );
    }
  };
}

export interface MacroAsked {
  macroId: string;
  runId: string;
  reply?: string;
  note?: string;
  snoozeUntil?: string;
}

function createMacroRun({
  state,
  http,
  hear,
  sent,
  sync,
  own,
}: Omit<CommandDeps, 'live'> & { own: Map<string, number> }) {
  /** @param key of this try: asked again without an answer, it is done once */
  return async function runMacro(
    sessionId: string,
    { macroId, ...asked }: MacroAsked,
    key: string,
  ): Promise<MacroOutcome> {
    await sent(sessionId);
    own.set(sessionId, Date.now());
    const seenSeq = completeTo(state.get().transcripts[sessionId] ?? emptyTranscript);
    const path = `sessions/${sessionId}/macros/${macroId}/run`;
    const outcome = await http.post<MacroOutcome>(path, { ...asked, seenSeq }, key);
    hear([outcome.session], true);
    void sync(sessionId);
    return outcome;
  };
}

const isConflict = (error: unknown) => error instanceof Failure && error.code === 'conflict';

const createTells = (live: Live) => ({
  /** @param team only colleagues hear of it */
  typing: (sessionId: string, typing: boolean, team: boolean) =>
    live.tell('typing', { sessionId, typing, ...(team && { team }) }),
  /** Rejects where nobody knows whether the server heard it. */
  read: (sessionId: string, seq: number) => live.ask('message:read', { sessionId, seq }),
});

/** What is asked by REST. */
const createRequests = (deps: Parameters<typeof createMacroRun>[0]) => ({
  ...createSnoozing(deps),
  ...createMerging(deps),
  runMacro: createMacroRun(deps),
});

function createMerging({ http, hear, sent, own }: Parameters<typeof createMacroRun>[0]) {
  return {
    async merge(sessionId: string, into: string): Promise<void> {
      await sent(sessionId);
      own.set(into, Date.now());
      hear([await http.post<Session>(`sessions/${sessionId}/merge`, { into })], true);
    },
    async separate(sessionId: string): Promise<void> {
      hear([await http.post<Session>(`sessions/${sessionId}/separate`)], true);
    },
  };
}

function createSnoozing({ http, hear, sent }: Pick<CommandDeps, 'http' | 'hear' | 'sent'>) {
  return {
    /** @param until ISO 8601; undefined: until the customer writes */
    async snooze(sessionId: string, until: string | undefined): Promise<void> {
      await sent(sessionId);
      hear([await http.post<Session>(`sessions/${sessionId}/snooze`, { ...(until && { until }) })], true);
    },
    async unsnooze(sessionId: string): Promise<void> {
      hear([await http.post<Session>(`sessions/${sessionId}/unsnooze`)], true);
    },
  };
}
