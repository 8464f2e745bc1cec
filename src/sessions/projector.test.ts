import { createEventBus } from '../events';
import { createLog } from '../log';
import { createProjector, type ProjectorOptions } from './projector';
import { emptySession, type SessionState } from './session';
import type { Projected } from './store';

const session = emptySession({
  id: 's',
  organizationId: 'o',
  customerId: 'c',
  channelId: 'w',
  channelType: 'web',
  startedAt: new Date(0).toISOString(),
});
const at = (headSeq: number, id = 's'): SessionState => ({ ...session, id, headSeq });
const done: Projected = { refused: [], gone: new Map(), sla: new Map() };

function create(
  project: (states: readonly SessionState[]) => Promise<Projected>,
  options: ProjectorOptions = {},
) {
  const events = createEventBus((error) => {
    throw error;
  });
  const told: SessionState[] = [];
  events.on('session', ({ session: state }) => told.push(state));
  const deps = { projection: { project }, events, log: createLog('silent'), onRefused: () => undefined };
  return { projector: createProjector(deps, options), told };
}

it('writes what came while a write failed, not the state that failed', async () => {
  const written: number[] = [];
  let fail: () => void = () => undefined;
  const { projector } = create((states) => {
    if (written.length === 0)
      return new Promise((_, reject) => (fail = () => (written.push(0), reject(new Error('gone')))));
    written.push(...states.map(({ headSeq }) => headSeq));
    return Promise.resolve(done);
  });
  projector.mark(at(1));
  const first = projector.flush();
  projector.mark(at(2));
  fail();
  await first;
  await projector.close();
  expect(written).toEqual([0, 2]);
  expect(projector.stats()).toEqual({ dirty: 0, failures: 1 });
});

it('lets go of the oldest rows above its cap, for the sweep to find', async () => {
  const written: string[] = [];
  const { projector } = create(
    (states) => {
      written.push(...states.map(({ id, headSeq }) => `${id}${headSeq}`));
      return Promise.resolve(done);
    },
    { maxDirty: 3 },
  );
  for (const id of ['a', 'b', 'c', 'd', 'e']) projector.mark(at(1, id));
  // One that waits already takes no room of another.
  projector.mark(at(2, 'd'));
  expect(projector.stats().dirty).toBe(3);
  await projector.close();
  expect(written).toEqual(['c1', 'd2', 'e1']);
});

it('keeps to its cap also while nothing can be written', async () => {
  let fail: () => void = () => undefined;
  const { projector } = create(() => new Promise((_, reject) => (fail = () => reject(new Error('gone')))), {
    maxDirty: 3,
  });
  for (const id of ['a', 'b', 'c']) projector.mark(at(1, id));
  const first = projector.flush();
  for (const id of ['d', 'e']) projector.mark(at(1, id));
  fail();
  await first;
  expect(projector.stats()).toEqual({ dirty: 3, failures: 1 });
  const last = projector.close();
  fail();
  await last;
});

it('tells what the row knows of a customer who left', async () => {
  const { projector, told } = create(() =>
    Promise.resolve({ ...done, gone: new Map([['a', '2026-01-01T00:00:00.000Z']]) }),
  );
  projector.mark(at(1, 'a'));
  projector.mark(at(1, 'b'));
  await projector.close();
  expect(told).toEqual([{ ...at(1, 'a'), customerGoneSince: '2026-01-01T00:00:00.000Z' }, at(1, 'b')]);
});

it('tells of what cannot be written once, however often it tries, and again when it is written', async () => {
  let [tries, down] = [0, true];
  const { projector, told } = create(() => {
    tries += 1;
    return down ? Promise.reject(new Error('gone')) : Promise.resolve(done);
  });
  projector.mark(at(1));
  for (let i = 0; i < 3; i += 1) await projector.flush();
  expect([tries, told]).toEqual([3, [at(1)]]);
  projector.mark(at(2));
  for (let i = 0; i < 3; i += 1) await projector.flush();
  expect(told).toEqual([at(1), at(2)]);
  down = false;
  await projector.close();
  expect(told).toEqual([at(1), at(2), at(2)]);
});
