import { createLog } from '../log';
import { createHeartbeats, slots } from './heartbeats';

type Deps = Parameters<typeof createHeartbeats>[0];
type Beat = { sessions: Record<string, number>; missed?: true; unavailable?: true };

/** With the usual interval a tick takes a second, and a whole round `slots` of them. */
const secondMs = 1_000;
/** So many sockets have their heartbeats 20 s apart. */
const many = 2_100;

const timers: Array<{ stop(): void }> = [];
beforeEach(() => jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'setTimeout'] }));
afterEach(() => {
  for (const timer of timers.splice(0)) timer.stop();
  jest.useRealTimers();
});

/** Agents with a conversation open, spread over all slots; `after` counts what each hears in so many seconds. */
function agentsHear(count: number) {
  const world = { isReady: true, head: 1 as number | undefined };
  const heard: Beat[][] = [];
  const sockets = new Map(
    Array.from({ length: count }, (_, index) => {
      const beats: Beat[] = [];
      heard.push(beats);
      const data = {
        slot: index % slots,
        open: new Map([['s', 'room']]),
        expiresAt: Infinity,
        principal: { agentId: 'a' },
      };
      return [`${index}`, { id: `${index}`, data, emit: (_: string, beat: Beat) => beats.push(beat) }];
    }),
  );
  const heartbeats = createHeartbeats({
    heads: async (ids: string[]) => {
      if (world.head === undefined) throw new Error('no answer');
      return new Map(ids.map((id) => [id, world.head]));
    },
    begunSince: async () => [],
    connections: { keep: async () => undefined },
    routing: { heartbeat: async () => undefined },
    redis: { areReady: () => world.isReady },
    log: createLog('silent'),
    options: { node: 'n' },
    customers: { sockets: new Map() },
    agents: { sockets },
    transports: () => [],
    viewing: { tell: () => undefined },
    throttle: { sweep: () => undefined },
    hints: { renew: () => undefined },
  } as unknown as Deps);
  timers.push(heartbeats);

  async function after(seconds: number): Promise<Beat[][]> {
    for (const beats of heard) beats.length = 0;
    for (let second = 0; second < seconds; second += 1) {
      jest.advanceTimersByTime(secondMs);
      await new Promise(setImmediate);
    }
    return heard.map((beats) => [...beats]);
  }
  const counts = async (seconds: number) => [...new Set((await after(seconds)).map((beats) => beats.length))];
  return { world, after, counts };
}

describe('heartbeats', () => {
  test('come to each of many sockets once in 20 s, to each of a few once in 5 s', async () => {
    expect(await agentsHear(many).counts(20)).toEqual([1]);
    expect(await agentsHear(40).counts(5)).toEqual([1]);
  });

  test('come once in 4 s while nodes cannot tell each other anything, and say that news may be missing', async () => {
    const { world, after, counts } = agentsHear(many);
    await after(20);
    Object.assign(world, { isReady: false, head: 7 });
    const beats = await after(4);
    expect(beats.filter(([first, ...more]) => first?.missed !== true || more.length > 0)).toEqual([]);
    expect(beats.every(([first]) => first!.sessions['s'] === 7)).toBe(true);
    expect(await counts(4)).toEqual([1]);
  });

  test('stay hurried for two rounds after that, for what others heard later; then they slow down and say no more of it', async () => {
    const { world, after, counts } = agentsHear(many);
    world.isReady = false;
    await after(4);
    world.isReady = true;
    const beats = await after(8);
    expect(beats.every((each) => each.length === 2 && each.every(({ missed }) => missed))).toBe(true);
    expect((await after(20)).flat().some(({ missed }) => missed)).toBe(false);
    expect(await counts(20)).toEqual([1]);
  });

  test('come once in 4 s while the log does not answer, without a number, until it does', async () => {
    const { world, after, counts } = agentsHear(many);
    world.head = undefined;
    await after(1);
    const beats = await after(4);
    expect(beats.every(([first, ...more]) => first?.unavailable === true && more.length === 0)).toBe(true);
    expect(beats[0]![0]!.sessions).toEqual({});
    world.head = 2;
    await after(1);
    expect(await counts(20)).toEqual([1]);
  });
});
