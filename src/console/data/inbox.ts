// The inbox: one state, kept by socket events over REST pages, and the few things an agent can do.
import type { Session } from '../../protocol/model/session';
import { createSessionCommands } from './session-commands';
import { alertOf, type Alert } from './alerts';
import { createConnection } from './connection';
import { createConversations } from './conversations';
import type { NewlyAssignedStorage } from './newly-assigned';
import type { Http } from './http';
import { createInboxEvents, type VisitNews } from './inbox-events';
import { emptyInbox, type InboxState } from './inbox-state';
import type { Live } from './live';
import { createLists } from './lists';
import type { createOutboxStorage } from './outbox';
import { createSending } from './sending';
import type { Tab } from './session-list';
import { createSessionRows } from './session-rows';
import { createSignsOfLife } from './signs-of-life';
import { createListeners, createStore, type Listeners, type Store } from './store';

interface Deps {
  http: Http;
  live: Live;
  storage: ReturnType<typeof createOutboxStorage>;
  given: NewlyAssignedStorage;
}

export type Inbox = ReturnType<typeof createInbox>;

/** What the inbox is made of: rows, their pages, logs, what goes out, and what can be done. */
function createParts({ http, live, storage }: Deps, tab: () => Tab) {
  const state = createStore<InboxState>(emptyInbox);
  const open = () => conversations.current();
  const rows = createSessionRows({ state, http, tab, open });
  const { hear } = rows;
  const lists = createLists({ state, http, rows, current: open });
  const conversations = createConversations({
    state,
    live,
    http,
    hear,
    settled: (ids) => sending.settled(ids),
  });
  const { take, sync } = conversations;
  const sending = createSending({ state, live, storage, take });
  const commands = createSessionCommands({ state, live, http, hear, sent: sending.sent, sync });
  return { state, rows, lists, conversations, sending, commands };
}

export function createInbox(deps: Deps) {
  const { live, given } = deps;
  let tab: Tab = 'waiting';
  const parts = createParts(deps, () => tab);
  const { state, rows, lists, conversations, sending, commands } = parts;
  const alerts = createListeners<Alert>();
  const news = createNews();
  const signs = createSigns(live, state);
  const connection = createConnection({ ...parts, flush: sending.flush, tab: () => tab });
  const events = createInboxEvents({
    state,
    rows,
    conversations,
    ...connection,
    ready(hello) {
      connection.ready(hello);
      signs.connected();
      news.maybeChanged();
    },
    missed() {
      void lists.catchUp(tab);
      connection.syncOpen();
      news.maybeChanged();
    },
    tell: alerts.tell,
    ...news.telling,
    changed: (before, after) => tellChange({ state, commands, alerts }, before, after),
  });

  return {
    ...commands,
    state,
    lists,
    conversations,
    sending,
    renew: conversations.renew,
    hearFound: rows.hearFound,
    watchViews: rows.watchViews,
    /** A person is here. */
    sign: signs.sign,
    onAlert: alerts.on,
    ...news.hearing,

    start(): void {
      sending.restore();
      keepGiven(state, given);
      for (const [event, listener] of Object.entries(events)) live.socket.on(event, listener);
      live.start();
    },
    stop(): void {
      connection.stop();
      rows.stop();
      live.stop();
      live.socket.off();
    },
    /** Time alone may have changed what is counted, and what the tab on the screen shows. */
    look: (shown: Tab | undefined) => lookAgain(parts, shown === tab ? tab : undefined),
    /** Which tab is on the screen: the one that a reconnect reads first. */
    show(next: Tab): void {
      tab = next;
      const now = state.get();
      if ((now.agent || now.connection === 'none') && !now.lists[next]) void lists.renew(next);
    },
  };
}

const createSigns = (live: Live, state: Store<InboxState>) =>
  createSignsOfLife((secondsAgo) => live.tell('presence:active', { secondsAgo }), {
    isIdle: () => state.get().awayReason === 'idle',
  });

/** What was newly given stays marked when the page is opened again. */
function keepGiven(state: Store<InboxState>, given: NewlyAssignedStorage): void {
  state.set((now) => ({ ...now, given: given.load() }));
  state.subscribe(() => given.save(state.get().given));
}

/** What the inbox itself shows nothing of. */
function createNews() {
  const [customers, playbooks] = [createListeners<string | undefined>(), createListeners<string>()];
  const visits = createListeners<VisitNews>();
  const labels = createListeners<void>();
  return {
    /** News may have been lost. */
    maybeChanged(): void {
      customers.tell(undefined);
      labels.tell();
    },
    telling: {
      customerChanged: customers.tell,
      visitChanged: visits.tell,
      labelsChanged: () => labels.tell(),
      playbookChanged: playbooks.tell,
    },
    hearing: {
      /** Hears the id of a customer of whom something changed; undefined: of any. */
      onCustomer: customers.on,
      /** Hears that labels changed, or may have. */
      onLabels: labels.on,
      /** Hears where a customer is now. */
      onVisit: visits.on,
      /** Hears the id of a session whose playbooks changed. */
      onPlaybook: playbooks.on,
    },
  };
}

function lookAgain(
  { state, rows, lists }: Pick<ReturnType<typeof createParts>, 'state' | 'rows' | 'lists'>,
  tab: Tab | undefined,
): void {
  void rows.count();
  if (tab && !state.get().lists[tab]?.loading) void lists.renew(tab);
}

function tellChange(
  {
    state,
    commands,
    alerts,
  }: Pick<ReturnType<typeof createParts>, 'state' | 'commands'> & { alerts: Listeners<Alert> },
  before: Session | undefined,
  after: Session,
): void {
  const reader = { agentId: state.get().agent?.id, now: Date.now() };
  const alert = commands.isOwn(after.id) ? undefined : alertOf(before, after, reader);
  if (alert) alerts.tell(alert);
}
