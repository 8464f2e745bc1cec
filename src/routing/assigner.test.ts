import type { Log } from '../log';
import type { SessionState } from '../sessions/session';
import { createAssigner } from './assigner';
import { createQueueWorker } from './queue-worker';
import type { AgentProfile, AssignmentTurn } from './store';

const agent: AgentProfile = {
  id: 'a',
  name: 'Ada',
  maxConcurrentChats: 9,
  specialties: [],
  status: 'online',
};
const wanted = { channelType: 'web', customerId: 'c' } as const;

function world() {
  const warnings: object[] = [];
  const state = { slow: true };
  const log = { warn: (...said: [object]) => warnings.push(said[0]) } as unknown as Log;
  const turn: AssignmentTurn = (organizationId, work) =>
    work({
      agents: async () => [{ ...agent, held: {} }],
      async waiting() {
        // Somebody stopped the process here.
        if (state.slow) jest.advanceTimersByTime(6_000);
        const waiting = { id: organizationId, organizationId, status: 'waiting', ...wanted };
        return [waiting as unknown as SessionState & typeof wanted];
      },
      lastAgents: async () => new Map(),
    });
  const seen = async () => new Map([['a', { presence: 'online' as const, connected: true, since: 0 }]]);
  return { warnings, state, log, assigner: createAssigner({ turn, seen, weightOf: () => 1, log }) };
}

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

test('A turn that took too long assigns nobody, says that nothing was decided, and is logged', async () => {
  const { assigner, warnings, state } = world();
  const take = () =>
    assigner.assignFound(
      'o',
      (turn) => turn.waiting(9),
      async (_sessions, agents) => agents,
    );
  expect(await take()).toBeUndefined();
  expect(warnings).toEqual([{ organizationId: 'o', tookMs: 6_000 }]);
  state.slow = false;
  expect(await take()).toEqual([{ id: 'a', name: 'Ada' }]);
  expect(warnings).toHaveLength(1);
});

test('The queue is looked at again after a turn that took too long', async () => {
  const { assigner, state, log } = world();
  const claims: string[] = [];
  const claim = async ({ sessionId }: { sessionId: string }) => {
    claims.push(sessionId);
    return { id: sessionId } as SessionState;
  };
  const worker = createQueueWorker({ sessions: { claim }, assigner, log });
  const done = worker.next('o');
  await jest.advanceTimersByTimeAsync(0);
  expect(claims).toEqual([]);
  state.slow = false;
  await jest.advanceTimersByTimeAsync(100);
  expect([await done, claims]).toEqual([1, ['o']]);
});

test('What an organization was given counts for that one alone', async () => {
  const { assigner, state, log } = world();
  state.slow = false;
  const claim = async ({ sessionId }: { sessionId: string }) => ({ id: sessionId }) as SessionState;
  const worker = createQueueWorker({ sessions: { claim }, assigner, log });
  expect(await Promise.all(['p', 'q', 'r'].map(worker.next))).toEqual([1, 1, 1]);
});
