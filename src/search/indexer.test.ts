import { DomainError } from '../errors';
import { createEventBus } from '../events';
import { createLog } from '../log';
import type { Message } from '../protocol/model/message';
import type { SessionState } from '../sessions/session';
import { eventually } from '../tools/eventually';
import { createIndexer, type IndexerDeps } from './indexer';
import type { IndexedSession } from './store';

const organizationId = 'o';
const idOf = (n: number) => `s${String(n).padStart(5, '0')}`;
const stateOf = (id: string, headSeq: number) =>
  ({
    id,
    organizationId,
    customerId: `c-${id}`,
    headSeq,
    labels: [],
    lastMessageAt: '',
  }) as unknown as SessionState;
const messageOf = (seq: number, text: string) =>
  ({ seq, type: 'text', content: { text }, timestamp: '' }) as unknown as Message;

/** Logs of sessions, and what was indexed of each: the numbers of its messages. */
function world(
  more: Partial<IndexerDeps> = {},
  refuse: (sessions: readonly IndexedSession[]) => unknown = () => undefined,
) {
  const logs = new Map<string, string[]>();
  const indexed = new Map<string, number[]>();
  const upTo = new Map<string, number>();
  /** Of these something lacks in what is indexed. */
  const lacking = new Set<string>();
  const reads: string[] = [];
  const events = createEventBus((error) => {
    throw error;
  });
  const indexer = createIndexer({
    events,
    store: {
      indexedUpTo: (_organization, ids) =>
        Promise.resolve(new Map(ids.flatMap((id) => (upTo.has(id) ? [[id, upTo.get(id)!]] : [])))),
      async write(_organization, sessions) {
        const refusal = await refuse(sessions);
        if (refusal) throw refusal;
        for (const { sessionId, upTo: last, messages } of sessions) {
          upTo.set(sessionId, Math.max(last, upTo.get(sessionId) ?? 0));
          indexed.set(sessionId, [...(indexed.get(sessionId) ?? []), ...messages.map(({ seq }) => seq)]);
        }
      },
      find: () => Promise.resolve({ hits: [], newestOnly: false }),
      findRows: () => Promise.resolve({ hits: [], newestOnly: false }),
      behind(after, limit) {
        const looked = [...logs.keys()]
          .sort()
          .filter((id) => id > (after ?? ''))
          .slice(0, limit);
        const behind = looked.filter((id) => lacking.has(id) || logs.get(id)!.length > (upTo.get(id) ?? 0));
        return Promise.resolve({
          behind: behind.map((sessionId) => ({ organizationId, sessionId, whole: lacking.has(sessionId) })),
          next: looked.length < limit ? undefined : looked.at(-1),
        });
      },
    },
    messages: {
      read({ sessionId }, { after = 0, limit = 200 }) {
        reads.push(sessionId);
        const texts = logs.get(sessionId)!.slice(after, after + limit);
        return Promise.resolve(texts.map((text, n) => messageOf(after + n + 1, text)));
      },
    },
    session: (_organization, id) => Promise.resolve(stateOf(id, logs.get(id)!.length)),
    sessionsOf: () => Promise.resolve([]),
    customerText: () => Promise.resolve(''),
    summaryText: () => Promise.resolve(''),
    words: (text) => text.split(' '),
    catchUpLater: () => undefined,
    log: createLog('silent'),
    everyMs: 1,
    ...more,
  });
  function say(id: string, text: string): void {
    const log = logs.get(id) ?? [];
    logs.set(id, [...log, text]);
    events.emit('message', {
      session: stateOf(id, log.length + 1),
      message: messageOf(log.length + 1, text),
    });
  }
  return { logs, indexed, lacking, reads, events, indexer, say };
}

test('What could not be written is written once the store is back', async () => {
  let refused = 0;
  const away = new DomainError('unavailable', 'Away.');
  const { say, indexed, indexer } = world({}, () => (refused += 1) < 4 && away);
  for (let n = 0; n < 300; n += 1) say(idOf(n), 'words');
  await eventually(() => indexed.size === 300);
  expect([...indexed.values()].every((seqs) => seqs.join() === '1')).toBe(true);
  await indexer.close();
});

test('A row that is told of late makes nobody read the log of what came after it', async () => {
  const { say, indexed, reads, events, indexer } = world();
  say('s', 'first');
  say('s', 'second');
  events.emit('session', { session: stateOf('s', 1) });
  await eventually(() => indexed.get('s')?.join() === '1,2');
  expect(reads).toEqual([]);
  await indexer.close();
});

test('A session that cannot be written does not hold the others', async () => {
  const poisoned = ({ sessionId }: IndexedSession) => sessionId === idOf(3);
  const { say, indexed, indexer } = world({}, (some) => some.some(poisoned) && new Error('refused'));
  for (let n = 0; n < 10; n += 1) say(idOf(n), 'words');
  await eventually(() => indexed.size === 9);
  await indexer.close();
  expect(indexed.has(idOf(3))).toBe(false);
});

test('A customer whose sessions are not told now is looked for again', async () => {
  let asked = 0;
  const { events, logs, indexed, indexer } = world({
    sessionsOf: () =>
      (asked += 1) < 3
        ? Promise.reject(new DomainError('unavailable', 'Away.'))
        : Promise.resolve([stateOf(idOf(1), 1)]),
  });
  logs.set(idOf(1), ['words']);
  events.emit('customer', { organizationId, customerId: 'c' });
  await eventually(() => indexed.has(idOf(1)));
  await indexer.close();
});

test('Catching up takes turns, looks at everything once, and lets what is written now go first', async () => {
  const { logs, indexed, say, indexer } = world(
    { turnMs: 0 },
    () => new Promise((resolve) => setImmediate(resolve)),
  );
  for (let n = 0; n < 2_500; n += 1) logs.set(idOf(n), ['words']);
  const first = await indexer.catchUp();
  expect(first).toBeDefined();
  expect(indexed.size).toBeLessThan(100);
  say('s-now', 'words');
  let turns = 1;
  let before = 0;
  for (let place = first; place !== undefined; turns += 1) {
    place = await indexer.catchUp(place);
    if (!indexed.has('s-now')) before = turns;
  }
  expect(before).toBeLessThan(turns / 2);
  expect(indexed.size).toBe(2_501);
  expect([...indexed.values()].every((seqs) => seqs.join() === '1')).toBe(true);
  await indexer.close();
});

test('A session that cannot be read does not end the catching up', async () => {
  const { logs, indexed, indexer } = world({
    session: (_organization, id) =>
      id === idOf(0)
        ? Promise.reject(new DomainError('not_found', 'Gone.'))
        : Promise.resolve(stateOf(id, 1)),
  });
  for (let n = 0; n < 30; n += 1) logs.set(idOf(n), ['words']);
  expect(await indexer.catchUp()).toBeUndefined();
  expect(indexed.size).toBe(29);
  await indexer.close();
});

test('What lacks something is indexed from its first message on, however far it is', async () => {
  const { indexed, lacking, indexer, say } = world();
  say(idOf(1), 'words');
  say(idOf(1), 'more');
  await eventually(() => indexed.get(idOf(1))?.length === 2);
  lacking.add(idOf(1));
  await indexer.catchUp();
  expect(indexed.get(idOf(1))).toEqual([1, 2, 1, 2]);
  await indexer.close();
});

test('A long log is taken to its end, a part at a time', async () => {
  const sizes: number[] = [];
  const { logs, indexed, indexer } = world({}, (some) => void sizes.push(some[0]!.messages.length));
  logs.set(
    idOf(1),
    Array.from({ length: 5_300 }, () => 'words'),
  );
  await indexer.catchUp();
  await eventually(() => indexed.get(idOf(1))?.length === 5_300);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(1_000);
  await indexer.close();
});

test('What waits is bounded in bytes: a long talk is read from its log, sessions beyond are found by the next look', async () => {
  let overflows = 0;
  const { say, indexed, reads, indexer } = world({
    maxBytes: 4_000_000,
    everyMs: 60_000,
    catchUpLater: () => (overflows += 1),
  });
  const long = 'word '.repeat(8_000);
  for (let n = 0; n < 60; n += 1) say(idOf(0), long);
  expect(overflows).toBe(0);
  for (let n = 1; n <= 100; n += 1) say(idOf(n), long);
  expect(overflows).toBeGreaterThan(0);
  const lost = overflows;
  await indexer.close();
  expect(indexed.size).toBe(101 - lost);
  expect(new Set(reads)).toEqual(new Set());
  const again = world({ everyMs: 60_000 });
  for (let n = 0; n < 60; n += 1) again.say(idOf(0), long);
  await again.indexer.close();
  expect(again.reads.length).toBeGreaterThan(0);
  expect(again.indexed.get(idOf(0))).toHaveLength(60);
});
