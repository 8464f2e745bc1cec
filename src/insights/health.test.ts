import type { Channel } from '../protocol/model/channel';
import {
  addressItem,
  backupItem,
  channelItems,
  diskItem,
  jobItem,
  mailItem,
  meaningItem,
  modelItem,
  requestsItem,
  storeItems,
} from './health';

const channel = (change: Partial<Channel> = {}): Channel => ({
  id: 'c',
  name: 'Shop',
  type: 'email',
  key: 'k',
  isActive: true,
  config: {},
  health: { ok: true },
  ...change,
});
const at = '2026-01-02T00:00:00.000Z';
const before = '2026-01-01T00:00:00.000Z';

it('tells why a store is down to who runs the server, and to nobody else', () => {
  const facts = {
    stores: { postgres: 'ok', realtime: 'down' },
    why: { realtime: 'secret.host is away' },
    kinds: { postgres: 'embedded' },
  } as const;
  expect(storeItems(facts, true)).toEqual([
    { part: 'postgres', state: 'ok', kind: 'embedded' },
    { part: 'realtime', state: 'wrong', why: 'secret.host is away' },
  ]);
  expect(storeItems(facts, false)).toEqual([
    { part: 'postgres', state: 'ok' },
    { part: 'realtime', state: 'wrong' },
  ]);
});

it('says of each channel whether it works, and what last came and went', () => {
  const broken = channel({
    id: 'b',
    health: { ok: false, lastError: 'The password is refused.', lastErrorAt: at },
  });
  const off = channel({ id: 'o', isActive: false, health: { ok: false, lastError: 'x' } });
  const items = channelItems(
    [channel(), broken, off, channel({ id: 'f' })],
    [
      { channelId: 'c', lastInAt: at, lastOutAt: before, failed: 0 },
      { channelId: 'f', failed: 2 },
    ],
  );
  expect(items).toEqual([
    { part: 'channel', state: 'ok', id: 'c', name: 'Shop', kind: 'email', lastInAt: at, lastOutAt: before },
    {
      part: 'channel',
      state: 'wrong',
      id: 'b',
      name: 'Shop',
      kind: 'email',
      why: 'The password is refused.',
      lastErrorAt: at,
    },
    { part: 'channel', state: 'off', id: 'o', name: 'Shop', kind: 'email' },
    { part: 'channel', state: 'look', id: 'f', name: 'Shop', kind: 'email', failed: 2 },
  ]);
  const stateOf = (channels: Channel[]) => mailItem(channels).state;
  expect([stateOf([]), stateOf([off]), stateOf([broken]), stateOf([broken, channel()])]).toEqual([
    'off',
    'off',
    'wrong',
    'ok',
  ]);
});

it('says whether the model answers', () => {
  const model = (facts: Partial<Parameters<typeof modelItem>[0]>) =>
    modelItem({ name: 'm', leftAlone: false, ...facts }).state;
  expect(modelItem({ leftAlone: false })).toEqual({ part: 'model', state: 'off' });
  expect([
    model({}),
    model({ lastAnswerAt: at }),
    model({ lastAnswerAt: at, lastFailureAt: before }),
    model({ lastAnswerAt: before, lastFailureAt: at }),
    model({ lastAnswerAt: at, leftAlone: true }),
  ]).toEqual(['unknown', 'ok', 'ok', 'look', 'wrong']);
  expect(meaningItem({ state: 'failing', provider: 'x', reason: 'It is away.' })).toEqual({
    part: 'meaning',
    state: 'wrong',
    name: 'x',
    why: 'It is away.',
  });
});

it('says whether requests for a person are understood by more than rules, and why only to who runs the server', () => {
  const items = [undefined, 'There is no file.'].map((reason) => requestsItem(reason, true));
  expect(items).toEqual([
    { part: 'requests', state: 'ok' },
    { part: 'requests', state: 'wrong', why: 'There is no file.' },
  ]);
  expect(requestsItem('There is no file.', false)).toEqual({ part: 'requests', state: 'wrong' });
});

it('says whether jobs move on, and whether there is room', () => {
  const jobs = (facts: Partial<Parameters<typeof jobItem>[0]>) =>
    jobItem({ waitingMs: 0, workers: 1, failed: 0, ...facts }).state;
  expect([
    jobs({}),
    jobs({ failed: 1 }),
    jobs({ waitingMs: 61_000 }),
    jobs({ waitingMs: 301_000 }),
    jobs({ workers: 0 }),
  ]).toEqual(['ok', 'look', 'look', 'wrong', 'wrong']);
  expect([undefined, 2 * 1024 ** 3, 500 * 1024 ** 2, 1].map((bytes) => diskItem(bytes).state)).toEqual([
    'unknown',
    'ok',
    'look',
    'wrong',
  ]);
  expect([addressItem(undefined).state, addressItem('https://a.example').state]).toEqual(['look', 'ok']);
});

it('asks to look after a backup when the last is older than 7 days, and where a real server has none', () => {
  const now = new Date('2026-01-09T00:00:00.000Z');
  const item = (noted: unknown, isProduction = true) => backupItem(noted, { now, isProduction });
  expect(item(at)).toEqual({ part: 'backup', state: 'ok', lastBackupAt: at });
  expect(item(before)).toEqual({ part: 'backup', state: 'look', lastBackupAt: before });
  expect(item('2027-01-01T00:00:00.000Z').state).toBe('look');
  for (const none of [undefined, null, '', 'yesterday', 1_767_225_600_000, [at], { at }]) {
    expect(item(none)).toEqual({ part: 'backup', state: 'look' });
    expect(item(none, false)).toEqual({ part: 'backup', state: 'unknown' });
  }
});
