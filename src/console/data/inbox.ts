// The inbox: one state, kept by socket events over REST pages, and the few things an agent can do.
import pLimit from 'p-limit';
import type { AgentReady } from '../../protocol/sockets';
import type { Presence } from '../../protocol/model/presence';
import type { Priority, Session } from '../../protocol/model/session';
import { alertOf, type Alert } from './alerts';
import { createConversations, createRenew } from './conversations';
import { Failure } from './failure';
import type { Http } from './http';
import { createInboxEvents } from './inbox-events';
import { emptyInbox, type InboxState } from './inbox-state';
import type { Live } from './live';
import { createLists } from './lists';
import type { createOutboxStorage } from './outbox';
import { createSending } from './sending';
import type { Tab } from './session-list';
import { createSessionRows } from './session-rows';
import { createStore, type Store } from './store';
import { completeTo, emptyTranscript } from './transcript';

interface Deps {
  http: Http;
  live: Live;
  storage: ReturnType<typeof createOutboxStorage>;
}

/** What an agent does itself is no news to it. */
const ownActMs = 5_000;
/** How often a user who is no agent, and so has no socket, is shown fresh rows. */
const pollMs = 15_000;

export type Inbox = ReturnType<typeof createInbox>;

export function createInbox({ http, live, storage }: Deps) {
  const state = createStore<InboxState>(emptyInbox);
  let tab: Tab = 'waiting';
  const rows = createSessionRows({ state, http, tab: () => tab, open: () => conversations.current() });
  const lists = createLists({ state, http, rows, current: () => conversations.current() });
  const conversations = createConversations({
    state,
    live,
    http,
    hear: rows.hear,
    settled: (ids) => sending.settled(ids),
  });
  const sending = createSending({ state, live, storage, take: conversations.take });
  const alerts = new Set<(alert: Alert) => void>();
  const acts = createActs({
    state,
    live,
    http,
    hear: rows.hear,
    sent: sending.sent,
    sync: conversations.sync,
  });
  let poll: ReturnType<typeof setInterval> | undefined;

  function ready({ agent, presence, team, counts }: AgentReady): void {
    state.set((now) => ({
      ...now,
      connection: 'online',
      agent,
      presence,
      presences: team,
      counts: { ...now.counts, ...counts },
      typing: {},
    }));
    const open = conversations.current();
    if (open) void conversations.sync(open);
    sending.flush();
    void rows.count();
    void lists.reconnected(tab);
  }

  function refused(): void {
    state.set((now) => ({ ...now, connection: 'none' }));
    const look = () => {
      void rows.count();
      void lists.reload(tab).then(rows.dropOldClosed);
      const open = conversations.current();
      if (open) void conversations.sync(open);
    };
    clearInterval(poll);
    poll = setInterval(look, pollMs);
    look();
  }

  function tell(alert: Alert): void {
    for (const listener of alerts) listener(alert);
  }

  const events = createInboxEvents({
    state,
    rows,
    conversations,
    ready,
    missed: () => lists.catchUp(tab),
    refused,
    changed(before, after) {
      const reader = { agentId: state.get().agent?.id, now: Date.now() };
      const alert = acts.isOwn(after.id) ? undefined : alertOf(before, after, reader);
      if (alert) tell(alert);
    },
    tell,
  });

  return {
    ...acts,
    state,
    lists,
    conversations,
    sending,
    renew: createRenew({ state, http }),
    hearFound: rows.hearFound,

    start(): void {
      sending.restore();
      for (const [event, listener] of Object.entries(events)) live.socket.on(event, listener);
      live.start();
    },
    stop(): void {
      clearInterval(poll);
      rows.stop();
      live.stop();
      live.socket.off();
    },
    onAlert(listener: (alert: Alert) => void): () => void {
      alerts.add(listener);
      return () => alerts.delete(listener);
    },
    /** Which tab is on the screen: the one that a reconnect reads first. */
    show(next: Tab): void {
      tab = next;
      const { agent, connection, lists: known } = state.get();
      if ((agent || connection === 'none') && !known[next]) void lists.renew(next);
    },
  };
}

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

function createActs({ state, live, http, hear, sent, sync }: ActDeps) {
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
