import { createEventBus } from '../events';
import { createLog } from '../log';
import { createProjector } from './projector';
import { emptySession, type SessionState } from './session';

const session = emptySession({
  id: 's',
  organizationId: 'o',
  customerId: 'c',
  channelId: 'w',
  channelType: 'web',
  startedAt: new Date(0).toISOString(),
});
const at = (headSeq: number): SessionState => ({ ...session, headSeq });

it('writes what came while a write failed, not the state that failed', async () => {
  const written: number[] = [];
  let fail: () => void = () => undefined;
  const project = (states: readonly SessionState[]): Promise<SessionState[]> => {
    if (written.length === 0)
      return new Promise((_, reject) => (fail = () => (written.push(0), reject(new Error('gone')))));
    written.push(...states.map(({ headSeq }) => headSeq));
    return Promise.resolve([]);
  };
  const projector = createProjector({
    projection: { project },
    events: createEventBus((error) => {
      throw error;
    }),
    log: createLog('silent'),
    onRefused: () => undefined,
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
