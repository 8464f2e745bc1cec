import { createLog } from '../log';
import { emptySession, type SessionState } from '../sessions/session';
import { eventually } from '../tools/eventually';
import { createQueuePositions } from './queue-positions';
import { roomOf, type Audience } from './sockets';

const session = (id: string, more: Partial<SessionState> = {}): SessionState => ({
  ...emptySession({
    id,
    organizationId: 'o',
    customerId: id,
    channelId: 'c',
    channelType: 'web',
    startedAt: new Date(0).toISOString(),
  }),
  status: 'waiting',
  ...more,
});

/** Rooms that everybody listens in, and what they heard of which session. */
function world(read: () => Promise<SessionState[]>) {
  const heard: string[] = [];
  const customers = {
    adapter: { rooms: { get: () => new Set(['a socket']) } },
    to: (room: string) => ({
      emit: (_event: string, { id, status, queuePosition }: Partial<SessionState>) => {
        expect(room).toBe(roomOf(session(id!)));
        heard.push(`${id} ${status}${queuePosition === undefined ? '' : ` ${queuePosition}`}`);
      },
    }),
  } as unknown as Audience['customers'];
  const places = createQueuePositions({
    customers,
    agents: undefined as never,
    clustered: false,
    queue: async () => (await read()).map(({ id }) => id),
    waiting: read,
    pictureOf: () => undefined,
    log: createLog('silent'),
  });
  return { heard, places };
}

/** Reads of the queue that answer when they are told to, with what they began with. */
function slowReads() {
  const queue: SessionState[] = [];
  const answers: Array<() => void> = [];
  const read = () => {
    const found = [...queue];
    return new Promise<SessionState[]>((resolve) => answers.push(() => resolve(found)));
  };
  return { queue, answers, read };
}

test('Who begins to wait while the queue is read hears the place from the next read', async () => {
  const { queue, answers, read } = slowReads();
  const { heard, places } = world(read);
  queue.push(session('a'));
  places.sessionChanged(session('a'));
  queue.push(session('b'));
  places.sessionChanged(session('b'));
  answers.shift()!();
  await eventually(() => answers.length > 0);
  expect(heard).toEqual(['a waiting 1']);
  answers.shift()!();
  await eventually(() => heard.length > 1);
  expect(heard).toEqual(['a waiting 1', 'b waiting 2']);
});

test('Who stops waiting while the queue is read does not hear a place afterwards', async () => {
  const { queue, answers, read } = slowReads();
  const { heard, places } = world(read);
  queue.push(session('a', { headSeq: 3 }), session('b'));
  places.sessionChanged(session('a', { headSeq: 3 }));
  places.queueChanged('o');
  await eventually(() => answers.length === 2);
  places.sessionChanged(session('a', { status: 'with_agent', headSeq: 4 }));
  answers.forEach((answer) => answer());
  await eventually(() => heard.length > 1);
  expect(heard).toEqual(['a with_agent', 'b waiting 2']);
});

test('Everybody hears a place, however many wait', async () => {
  const queue = Array.from({ length: 1_200 }, (_, i) => session(`s${i}`));
  const { heard, places } = world(() => Promise.resolve(queue));
  places.sessionChanged(queue.at(-1)!);
  await eventually(() => heard.length === 1);
  expect(heard).toEqual(['s1199 waiting 1200']);
  places.queueChanged('o');
  await eventually(() => heard.length === 1_200);
  places.stop();
});
