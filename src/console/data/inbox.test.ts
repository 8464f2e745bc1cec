import type { Message } from '../../protocol/model/message';
import type { Session } from '../../protocol/model/session';
import { eventuallyPasses } from '../../tools/eventually';
import { Failure } from './failure';
import { createNewlyAssignedStorage } from './newly-assigned';
import type { Http } from './http';
import { isNew } from './inbox-state';
import { createInbox } from './inbox';
import type { Live } from './live';
import { createOutboxStorage } from './outbox';

const row = (change: Partial<Session>) =>
  ({ id: 's', status: 'with_agent', metadata: {}, ...change }) as Session;
const message = (seq: number, sender: 'customer' | 'agent' = 'customer') =>
  ({ id: `m${seq}`, sessionId: 's', seq, sender, type: 'text', content: {}, metadata: {} }) as Message;

const nothing = {
  getItem: () => null,
  setItem: () => {},
  removeItem: () => {},
  length: 0,
  key: () => null,
};

/** An inbox that is connected and shows message 1 of session 's'; `server` answers what it asks. */
function inboxOn(server: (event: string, body: Record<string, unknown>) => Promise<unknown>) {
  const asked: Array<[string, Record<string, unknown>]> = [];
  const live = {
    connected: () => true,
    ask: (event: string, body: Record<string, unknown>) => {
      asked.push([event, body]);
      return server(event, body);
    },
  } as unknown as Live;
  const inbox = createInbox({
    live,
    http: {} as Http,
    storage: createOutboxStorage(nothing, 'me'),
    given: createNewlyAssignedStorage(nothing, 'me'),
  });
  inbox.conversations.take('s', [message(1)]);
  return { inbox, asked };
}

describe('closing a session', () => {
  it('says up to where the agent has seen it', async () => {
    const { inbox, asked } = inboxOn(() => Promise.resolve({ session: row({ status: 'closed' }) }));
    await inbox.close('s');
    expect(asked).toEqual([['session:close', { sessionId: 's', expectSeq: 1 }]]);
  });

  it('over a message that the agent has not seen shows it instead, and says so', async () => {
    const { inbox } = inboxOn((event) =>
      event === 'session:close'
        ? Promise.reject(new Failure('conflict', 'Stale.'))
        : Promise.resolve({ session: row({ headSeq: 2 }), messages: [message(2)], headSeq: 2 }),
    );
    await expect(inbox.close('s')).rejects.toThrow(
      'Something new was written, so the conversation is still open. Read it, then close again.',
    );
    expect(inbox.state.get().transcripts['s']!.messages.map(({ seq }) => seq)).toEqual([1, 2]);
  });

  it('that somebody else has closed meanwhile is no trouble', async () => {
    const { inbox } = inboxOn((event) =>
      event === 'session:close'
        ? Promise.reject(new Failure('conflict', 'Stale.'))
        : Promise.resolve({ session: row({ status: 'closed' }), messages: [message(2)], headSeq: 2 }),
    );
    await inbox.close('s');
    expect(inbox.state.get().sessions['s']).toMatchObject({ status: 'closed' });
  });

  it("waits for the agent's own words that are on their way", async () => {
    const { inbox, asked } = inboxOn((event) =>
      Promise.resolve(event === 'message:send' ? { message: message(2, 'agent') } : { session: row({}) }),
    );
    inbox.sending.send('s', 'Bye');
    await inbox.close('s');
    expect(asked.at(-1)).toEqual(['session:close', { sessionId: 's', expectSeq: 2 }]);
  });
});

const noon = '2026-01-01T12:00:00.000Z';
const session = (id: string, change: Partial<Session> = {}) =>
  row({
    id,
    customerId: 'c',
    status: 'waiting',
    priority: 'normal',
    headSeq: 2,
    startedAt: noon,
    lastMessageAt: noon,
    ...change,
  });
const own = session('own', { status: 'with_agent', agentId: 'me' });

/** An inbox that has been welcomed and shows the tab Waiting. @param marked what the browser kept as given to the agent */
async function connected({ marked = [] }: { marked?: string[] } = {}) {
  let queue = [session('stays'), session('leaves')];
  let log: Message[] = [];
  const asked: string[] = [];
  const saved = { 'parley.given.me': JSON.stringify(marked) } as Record<string, string>;
  const storage = {
    ...nothing,
    getItem: (key: string) => saved[key] ?? null,
    setItem: (key: string, value: string) => void (saved[key] = value),
  };
  const listeners = new Map<string, (body: object) => void>();
  const live = {
    connected: () => true,
    start: () => {},
    tell: () => {},
    ask: () => Promise.resolve({ session: own, messages: [], headSeq: 1 }),
    socket: { on: (event: string, listener: (body: object) => void) => listeners.set(event, listener) },
  } as unknown as Live;
  const get = (path: string, query: { status?: string } = {}) => {
    asked.push(path);
    if (path.endsWith('/messages')) return Promise.resolve({ items: log, nextCursor: null });
    const items = query.status === 'with_agent' ? [own] : queue;
    return Promise.resolve(path === 'sessions' ? { items, nextCursor: null } : { waiting: queue.length });
  };
  const inbox = createInbox({
    live,
    http: { get } as unknown as Http,
    storage: createOutboxStorage(nothing, 'me'),
    given: createNewlyAssignedStorage(storage, 'me'),
  });
  const told = async (event: string, body: object) => {
    listeners.get(event)!(body);
    // Whatever that set off has its answer at once.
    await new Promise(setImmediate);
  };
  inbox.start();
  await told('ready', { agent: { id: 'me' }, presence: 'away', team: {}, counts: {} });
  inbox.hearFound([own]);
  return {
    inbox,
    asked,
    told,
    ids: () => Object.keys(inbox.state.get().sessions).sort(),
    marked: () => JSON.parse(saved['parley.given.me']!) as string[],
    change: (next: Session[]) => (queue = next),
    write: (messages: Message[]) => (log = messages),
  };
}

describe('what became of messages that are held', () => {
  const hello = { agent: { id: 'me' }, presence: 'away', team: {}, counts: {} };
  const is = (delivery: Message['delivery']) => ({ ...message(1, 'agent'), sessionId: 'own', delivery });
  const opened = async () => {
    const desk = await connected();
    desk.inbox.conversations.take('own', [is('sent')]);
    desk.write([is('sent')]);
    await desk.inbox.conversations.open('own');
    return { ...desk, state: () => desk.inbox.state.get().transcripts['own']!.messages[0]!.delivery };
  };

  it('is read after a new connection, after news that were missed, and when a session is opened again', async () => {
    const { inbox, told, write, state } = await opened();
    write([is('delivered')]);
    await told('ready', hello);
    expect(state()).toBe('delivered');
    write([is('read')]);
    await told('heartbeat', { sessions: {}, missed: true });
    expect(state()).toBe('read');
    inbox.conversations.take('own', []);
    write([is('failed')]);
    await inbox.conversations.open('own');
    expect(state()).toBe('failed');
  });

  it('and is told meanwhile is newer than the answer', async () => {
    const { told, write, state } = await opened();
    write([is('delivered')]);
    await Promise.all([
      told('ready', hello),
      told('message:update', { id: 'm1', sessionId: 'own', seq: 1, delivery: 'read' }),
    ]);
    expect(state()).toBe('read');
  });
});

describe('marks of what was given and not opened', () => {
  it('are kept over a reload, but not those of what has gone since', async () => {
    const { marked } = await connected({ marked: ['own', 'gone', 'stays'] });
    await eventuallyPasses(() => expect(marked()).toEqual(['own']));
  });

  it('are on rows of this agent only, and go with the row', async () => {
    const { inbox, told, marked } = await connected();
    const isMarked = (id: string) => isNew(inbox.state.get(), id);
    await told('session:update', session('stays', { status: 'with_agent', agentId: 'me', headSeq: 3 }));
    expect(isMarked('stays')).toBe(true);
    await told('session:update', session('stays', { status: 'closed', agentId: 'me', headSeq: 4 }));
    expect(isMarked('stays')).toBe(false);
    await eventuallyPasses(() => expect(marked()).toEqual([]));
    await told('notification', { type: 'unanswered', sessionId: 'nowhere' });
    expect(isMarked('nowhere')).toBe(false);
  });
});

describe('a heartbeat that says that news were missed', () => {
  it('makes it read the list on the screen and the counts again: who came is there, who left goes', async () => {
    const { inbox, told, ids, change } = await connected();
    change([session('stays'), session('came')]);
    const missed = { sessions: {}, missed: true };
    await told('heartbeat', missed);
    expect(ids()).toEqual(['came', 'leaves', 'own', 'stays']);
    await told('heartbeat', missed);
    // What other tabs show is not in these pages, and stays.
    expect(ids()).toEqual(['came', 'own', 'stays']);
    expect(inbox.state.get()).toMatchObject({ counts: { waiting: 2 }, given: {} });
  });

  it('asks for nothing while it is reading, nor at any other heartbeat', async () => {
    const { asked, told } = await connected();
    const before = asked.length;
    await told('heartbeat', { sessions: {} });
    expect(asked).toHaveLength(before);
    const missed = { sessions: {}, missed: true };
    await Promise.all([told('heartbeat', missed), told('heartbeat', missed)]);
    // The queue is read a priority at a time.
    expect(asked.slice(before)).toEqual(['sessions/counts', ...Array(4).fill('sessions')]);
  });
});

describe('old closed sessions', () => {
  const old = (number: number) =>
    row({ id: `s${number}`, status: 'closed', lastMessageAt: new Date(number * 60_000).toISOString() });

  it('leave the memory, but not the screen: search, conversation and the tab Closed', async () => {
    const { inbox } = inboxOn((event, { sessionId }) =>
      Promise.resolve(
        event === 'session:open'
          ? { session: old(Number(String(sessionId).slice(1))), messages: [], headSeq: 0 }
          : { session: row({}) },
      ),
    );
    const known = () => Object.keys(inbox.state.get().sessions);
    inbox.hearFound(Array.from({ length: 3_000 }, (_, number) => old(number)));
    await inbox.claim('s');
    expect(known()).toHaveLength(3_001);
    inbox.hearFound([old(7)]);
    await inbox.conversations.open('s8');
    inbox.show('closed');
    await inbox.claim('s');
    expect(known()).toHaveLength(3_001);
    inbox.show('waiting');
    await inbox.claim('s');
    expect(known()).toHaveLength(2_003);
    expect(known()).toEqual(expect.arrayContaining(['s', 's7', 's8', 's2999']));
  });
});
