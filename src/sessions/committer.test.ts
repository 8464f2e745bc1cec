import { createCommitter } from './committer';
import { eventually } from '../tools/eventually';
import { createKeyedMutex } from '../tools/keyed-mutex';
import type { Append, Appended } from './store';

const entry = (session: number): Append => ({
  session: {
    id: `00000000-0000-4000-8000-${String(session).padStart(12, '0')}`,
    organizationId: 'o',
    customerId: 'c',
    channelId: 'ch',
  },
  message: {
    id: String(session),
    type: 'text',
    sender: 'customer',
    content: {},
    metadata: {},
    isRead: false,
    timestamp: '',
  },
});

const done = (group: readonly Append[]): Appended[] =>
  group.map(({ message, session }) => ({
    outcome: 'appended',
    message: { ...message, sessionId: session.id, seq: 1 },
  }));

test('What arrives while a commit runs goes into the next one, and nobody waits for a timer', async () => {
  const groups: number[] = [];
  let open = (): void => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  const log = {
    async append(group: readonly Append[]) {
      groups.push(group.length);
      await gate;
      return done(group);
    },
  };
  const committer = createCommitter(log, { lanes: 1 });
  const first = committer.append(entry(1));
  await eventually(() => groups.length === 1);
  const rest = Array.from({ length: 40 }, (_, i) => committer.append(entry(i + 2)));
  open();
  await Promise.all([first, ...rest]);
  expect(groups).toEqual([1, 40]);
});

test('Every caller gets the outcome of its own message', async () => {
  const committer = createCommitter({ append: (group) => Promise.resolve(done(group)) });
  const outcomes = await Promise.all(Array.from({ length: 300 }, (_, i) => committer.append(entry(i))));
  expect(outcomes.map((outcome) => outcome.outcome === 'appended' && outcome.message.id)).toEqual(
    Array.from({ length: 300 }, (_, i) => String(i)),
  );
});

test('A store that is down refuses the group with `unavailable`, and the next group is tried', async () => {
  let down = true;
  const append = (group: readonly Append[]) =>
    down ? Promise.reject(new Error('gone')) : Promise.resolve(done(group));
  const committer = createCommitter({ append });
  await expect(committer.append(entry(1))).rejects.toMatchObject({ code: 'unavailable', retryAfter: 2 });
  down = false;
  await expect(committer.append(entry(1))).resolves.toMatchObject({ outcome: 'appended' });
  expect(committer.stats()).toMatchObject({ queued: 0 });
});

test('Above the cap callers are told to come back', async () => {
  let open = (): void => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  const committer = createCommitter({ append: (group) => gate.then(() => done(group)) }, { maxQueued: 2 });
  const taken = [committer.append(entry(1)), committer.append(entry(2))];
  await expect(committer.append(entry(3))).rejects.toMatchObject({ code: 'unavailable' });
  open();
  await Promise.all(taken);
  await committer.drained();
});

test('The mutex keeps the order of the calls of a key, lets other keys pass, and survives an error', async () => {
  const mutex = createKeyedMutex();
  const order: string[] = [];
  let open = (): void => undefined;
  const otherKeyIsDone = new Promise<void>((resolve) => (open = resolve));
  const failing = mutex.run('a', async () => {
    await otherKeyIsDone;
    order.push('a1');
    throw new Error('a1');
  });
  const next = mutex.run('a', async () => void order.push('a2'));
  await mutex.run('b', async () => void order.push('b1'));
  open();
  await Promise.all([failing.catch(() => undefined), next]);
  expect(order).toEqual(['b1', 'a1', 'a2']);
  await expect(failing).rejects.toThrow('a1');
  expect(mutex.size).toBe(0);
});
