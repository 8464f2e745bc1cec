import type { Message } from '../../protocol/model/message';
import type { Session } from '../../protocol/model/session';
import { Failure } from './failure';
import { createNewlyAssignedStorage } from './newly-assigned';
import type { Http } from './http';
import { createInbox } from './inbox';
import type { Live } from './live';
import { createOutboxStorage } from './outbox';

const message = (seq: number, more: Partial<Message> = {}) =>
  ({
    ...{ id: `m${seq}`, sessionId: 's', seq, sender: 'customer', type: 'text', metadata: {} },
    content: { text: `words ${seq}` },
    ...more,
  }) as Message;
const row = (headSeq: number) =>
  ({ id: 's', status: 'active', customerId: 'c', headSeq, metadata: {} }) as Session;
const nothing = { getItem: () => null, setItem: () => {}, removeItem: () => {}, length: 0, key: () => null };

/** An inbox that is connected and knows the row of a session of two messages; `log` is the server's. */
function connected() {
  const at = {
    log: [message(1), message(2)],
    asked: [] as string[],
    refused: undefined as Failure | undefined,
    /** Answers to reading ahead, held back until they are let go. */
    held: undefined as Array<() => void> | undefined,
  };
  const listeners = new Map<string, (body: object) => void>();
  const live = {
    connected: () => true,
    start: () => {},
    tell: (event: string) => at.asked.push(`${event}, or not`),
    async ask(event: string, { afterSeq = 0 }: { afterSeq?: number }) {
      at.asked.push(event === 'session:open' ? `open after ${afterSeq}` : event);
      if (at.refused) throw at.refused;
      const messages = at.log.filter(({ seq }) => seq > afterSeq);
      return { session: row(at.log.length), messages, headSeq: at.log.length, rules: {}, viewers: [] };
    },
    socket: { on: (event: string, listener: (body: object) => void) => listeners.set(event, listener) },
  } as unknown as Live;
  const http = {
    async get(path: string) {
      if (!path.endsWith('/messages')) return { items: [], nextCursor: null };
      at.asked.push('ahead');
      const items = [...at.log];
      if (at.held) await new Promise<void>((resolve) => at.held!.push(resolve));
      return { items, nextCursor: null };
    },
  } as unknown as Http;
  const storage = createOutboxStorage(nothing, 'me');
  const inbox = createInbox({ live, http, storage, given: createNewlyAssignedStorage(nothing, 'me') });
  inbox.start();
  inbox.state.set((now) => ({ ...now, connection: 'online' as const, sessions: { s: row(2) } }));
  const { conversations } = inbox;
  return {
    at,
    conversations,
    hears: (event: string, body: object) => listeners.get(event)!(body),
    knows: (headSeq: number) =>
      inbox.state.set((now) => ({ ...now, connection: 'online' as const, sessions: { s: row(headSeq) } })),
    words: () => inbox.state.get().transcripts['s']?.messages.map(({ content }) => content.text),
    async fetched(): Promise<void> {
      conversations.fetchAhead(['s']);
      await new Promise(process.nextTick);
    },
  };
}

describe('a conversation that was read ahead', () => {
  it('is there at once when it is opened, and nobody was told before', async () => {
    const { at, conversations, fetched, words } = connected();
    await fetched();
    expect(at.asked).toEqual(['ahead']);
    expect(words()).toBeUndefined();
    const opened = conversations.open('s');
    expect(words()).toEqual(['words 1', 'words 2']);
    await opened;
    expect(at.asked).toEqual(['ahead', 'open after 0']);
    expect(words()).toEqual(['words 1', 'words 2']);
  });

  it('is what it is by now once it is opened: what came since, each once, and what changed without a new number', async () => {
    const { at, conversations, fetched, hears, words } = connected();
    await fetched();
    at.log = [message(1, { content: { text: 'corrected' } }), message(2), message(3)];
    conversations.bring('s');
    expect(words()).toEqual(['words 1', 'words 2']);
    const opened = conversations.open('s');
    hears('message:new', message(3));
    await opened;
    expect(words()).toEqual(['corrected', 'words 2', 'words 3']);
  });

  it.each<[string, (world: ReturnType<typeof connected>) => void]>([
    ['its row says that more was written', ({ knows }) => knows(3)],
    ['its row changed', ({ hears }) => hears('session:update', row(2))],
    ['a message of it came', ({ hears }) => hears('message:new', message(3))],
    ['one of its messages changed', ({ hears }) => hears('message:update', { ...message(1) })],
    ['news may have been missed', ({ hears }) => hears('heartbeat', { missed: true })],
    ['the connection was lost', ({ hears, knows }) => (hears('disconnect', {}), knows(2))],
    ['others are read ahead instead', ({ conversations }) => conversations.fetchAhead(['t'])],
  ])('is not shown when %s', async (_, happens) => {
    const world = connected();
    await world.fetched();
    happens(world);
    world.conversations.bring('s');
    expect(world.words()).toBeUndefined();
  });

  it('is not shown when the news came before the answer', async () => {
    const { at, conversations, fetched, hears, words } = connected();
    at.held = [];
    await fetched();
    hears('session:update', row(2));
    at.held[0]!();
    await new Promise(process.nextTick);
    conversations.bring('s');
    expect(words()).toBeUndefined();
  });

  it('is not kept while it is being erased: its words go without a new number', async () => {
    const { at, conversations, fetched, knows, words } = connected();
    at.log.push(message(3, { type: 'system', content: { systemAction: 'erased' } }));
    knows(3);
    await fetched();
    conversations.bring('s');
    expect(words()).toBeUndefined();
  });

  it('is not kept on the screen when it turns out to be deleted', async () => {
    const { at, conversations, fetched, words } = connected();
    await fetched();
    at.refused = new Failure('not_found', 'There is no such conversation.');
    await conversations.open('s');
    expect(words()).toBeUndefined();
  });

  it('is read again where it was read long ago', async () => {
    const { at, conversations, fetched, words } = connected();
    await fetched();
    const later = Date.now() + 120_000;
    const clock = jest.spyOn(Date, 'now').mockReturnValue(later);
    conversations.bring('s');
    expect(words()).toBeUndefined();
    clock.mockRestore();
    await fetched();
    expect(at.asked).toEqual(['ahead', 'ahead']);
  });

  it('is not read for whom nobody tells of changes', async () => {
    const { at, conversations, hears, fetched } = connected();
    hears('disconnect', {});
    await fetched();
    conversations.bring('s');
    expect(at.asked).toEqual([]);
  });

  it('is read once, and not when it is held', async () => {
    const { at, conversations, fetched } = connected();
    await fetched();
    await fetched();
    await conversations.open('s');
    await fetched();
    expect(at.asked.filter((one) => one === 'ahead')).toHaveLength(1);
  });
});

it('who leaves a conversation says so in a way that is not dropped', async () => {
  const { at, conversations } = connected();
  await conversations.open('s');
  conversations.leave('s');
  expect(at.asked.at(-1)).toBe('session:leave');
});
