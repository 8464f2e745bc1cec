import { Failure } from './failure';
import { emptyInbox, type InboxState } from './inbox-state';
import type { Live } from './live';
import { createOutboxStorage } from './outbox';
import { createSending } from './sending';
import { createStore } from './store';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** Longer than any wait is. */
const afterAllWaits = 60_000;
const away = (retryAfter?: number) =>
  new Failure('unavailable', 'The server restarts.', retryAfter === undefined ? {} : { retryAfter });

/** What agents write, to a server that meets each attempt with the next of `answers` and says yes after the last. */
function writingTo(answers: Array<Failure | 'yes'>) {
  const state = createStore<InboxState>(emptyInbox);
  const tried: string[] = [];
  const log: string[] = [];
  let online = true;
  const live = {
    connected: () => online,
    ask: (_event: string, { text }: { text: string }) => {
      tried.push(text);
      const answer = answers.shift() ?? 'yes';
      if (answer !== 'yes') return Promise.reject(answer);
      log.push(text);
      return Promise.resolve({ message: {} });
    },
  } as unknown as Live;
  const values = new Map<string, string>();
  const storage = createOutboxStorage(
    {
      getItem: (key) => values.get(key) ?? null,
      setItem: (key, value) => void values.set(key, value),
      removeItem: (key) => void values.delete(key),
      get length() {
        return values.size;
      },
      key: (index) => [...values.keys()][index] ?? null,
    },
    'me',
  );
  const sending = createSending({ state, live, storage, take: () => {} });
  const outbox = () => state.get().outbox.map(({ text, state: at, waits }) => [text, waits ? 'waits' : at]);
  const connect = (value: boolean) => (online = value);
  return { sending, state, storage, tried, log, outbox, connect };
}

/** Everything that needs no timer. */
const settle = () => jest.advanceTimersByTimeAsync(0);

describe('what an agent writes', () => {
  it.each(['unavailable', 'rate_limited', 'capacity', 'internal'])(
    'waits and goes out in order after a passing refusal (%s)',
    async (code) => {
      const { sending, log, outbox } = writingTo([
        new Failure(code, 'Not now.'),
        new Failure(code, 'Not now.'),
      ]);
      sending.send('s', 'first');
      sending.send('s', 'second');
      await settle();
      expect(log).toEqual([]);
      expect(outbox()).toEqual([
        ['first', 'waits'],
        ['second', 'sending'],
      ]);
      await jest.advanceTimersByTimeAsync(afterAllWaits);
      expect(log).toEqual(['first', 'second']);
      expect(outbox()).toEqual([]);
    },
  );

  it('waits as long as the server asks, but neither no time nor minutes', async () => {
    for (const [retryAfter, least, most] of [
      [10, 10, 15],
      [0, 1, 1.5],
      [3_600, 30, 45],
    ] as const) {
      const { sending, tried } = writingTo([away(retryAfter)]);
      sending.send('s', 'hello');
      await jest.advanceTimersByTimeAsync(least * 1_000 - 1);
      expect(tried).toHaveLength(1);
      await jest.advanceTimersByTimeAsync((most - least) * 1_000 + 1);
      expect(tried).toHaveLength(2);
    }
  });

  it('fails at a definite refusal, and what follows goes out', async () => {
    const { sending, state, log, outbox } = writingTo([new Failure('conflict', 'It is closed.')]);
    sending.send('s', 'first');
    sending.send('s', 'second');
    await settle();
    expect(log).toEqual(['second']);
    expect(outbox()).toEqual([['first', 'failed']]);
    expect(state.get().outbox[0]!.error).toBe('It is closed.');
    sending.retry(state.get().outbox[0]!);
    await settle();
    expect(log).toEqual(['second', 'first']);
  });

  it('is not sent once it is discarded, and lets the next one go', async () => {
    const { sending, state, log, outbox } = writingTo([away()]);
    sending.send('s', 'first');
    sending.send('s', 'second');
    await settle();
    sending.discard(state.get().outbox[0]!.clientMessageId);
    await jest.advanceTimersByTimeAsync(afterAllWaits);
    expect(log).toEqual(['second']);
    expect(outbox()).toEqual([]);
  });

  it('waits for the next connection when this one goes meanwhile, also after a reload', async () => {
    const { sending, storage, log, outbox, connect } = writingTo([away()]);
    sending.send('s', 'first');
    await settle();
    connect(false);
    await jest.advanceTimersByTimeAsync(afterAllWaits);
    sending.send('s', 'second');
    await settle();
    expect(log).toEqual([]);
    expect(storage.load()).toMatchObject([{ text: 'first' }, { text: 'second' }]);
    connect(true);
    sending.flush();
    await settle();
    expect(log).toEqual(['first', 'second']);
    expect(outbox()).toEqual([]);
  });

  it('goes behind what waits, although the server has not said hello yet', async () => {
    const { sending, log, connect } = writingTo([]);
    connect(false);
    sending.send('s', 'first');
    await settle();
    connect(true);
    sending.send('s', 'second');
    await settle();
    expect(log).toEqual(['first', 'second']);
  });

  it('keeps its order while it can be taken back, and goes out before what asks for that', async () => {
    const { sending, state, log } = writingTo([]);
    sending.send('s', 'first', { undo: 5 });
    sending.send('s', 'second', { undo: 5 });
    sending.send('s', 'third');
    await jest.advanceTimersByTimeAsync(4_000);
    expect(log).toEqual([]);
    const [, second] = state.get().outbox;
    expect(sending.takeBack(second!)).toBe(true);
    await sending.sent('s');
    expect(log).toEqual(['first', 'third']);
    expect(sending.takeBack(second!)).toBe(false);
  });

  it('goes out after a reload when it could still be taken back before', async () => {
    const { sending, storage, log, state, connect } = writingTo([]);
    connect(false);
    sending.send('s', 'first', { undo: 5 });
    expect(storage.load()).toMatchObject([{ text: 'first' }]);
    sending.restore();
    connect(true);
    sending.flush();
    await jest.advanceTimersByTimeAsync(4_999);
    expect(log).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(log).toEqual(['first']);
    expect(state.get().outbox).toEqual([]);
  });

  it('fails when a connected server stays silent, however often it was busy before', async () => {
    const silent = new Failure('unreachable', 'No answer.');
    const { sending, tried, outbox } = writingTo([away(), away(), away(), silent, silent, silent]);
    sending.send('s', 'hello');
    await jest.advanceTimersByTimeAsync(5 * afterAllWaits);
    expect(tried).toHaveLength(6);
    expect(outbox()).toEqual([['hello', 'failed']]);
  });
});
