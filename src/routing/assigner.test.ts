import { DomainError } from '../errors';
import { routingSettings } from '../protocol/routing';
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
  languages: [],
  status: 'online',
};
const wanted = { channelType: 'web', customerId: 'c' } as const;

/** @param queue ids of what waits; the organization's own when not given */
function world({ capacity = 9, queue }: { capacity?: number; queue?: () => string[] } = {}) {
  const warnings: object[] = [];
  const state = { slow: true };
  const log = { warn: (...said: [object]) => warnings.push(said[0]) } as unknown as Log;
  const turn: AssignmentTurn = (organizationId, work) =>
    work({
      agents: async () => [{ ...agent, maxConcurrentChats: capacity, held: {} }],
      async waiting(limit) {
        // Somebody stopped the process here.
        if (state.slow) jest.advanceTimersByTime(6_000);
        return (queue?.() ?? [organizationId]).slice(0, limit).map((id) => {
          const waiting = { id, organizationId, status: 'waiting', ...wanted };
          return waiting as unknown as SessionState & typeof wanted;
        });
      },
      owners: async () => new Map(),
      lastAgents: async () => new Map(),
      rules: async () => ({ teams: [], settings: routingSettings.parse({}) }),
    });
  const seen = async () => new Map([['a', { presence: 'online' as const, connected: true, since: 0 }]]);
  return {
    warnings,
    state,
    log,
    assigner: createAssigner({ turn, seen, weightOf: () => 1, log }),
  };
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

test('A session that cannot be claimed is tried once in a run, and the room goes to the one behind it', async () => {
  const tried: string[] = [];
  const given = new Set<string>();
  const queue = () => ['head', 'next'].filter((id) => !given.has(id));
  const { assigner, state, log, warnings } = world({ capacity: 1, queue });
  state.slow = false;
  const claim = async ({ sessionId }: { sessionId: string }) => {
    tried.push(sessionId);
    if (sessionId === 'head') throw new DomainError('unavailable', 'Not now.');
    given.add(sessionId);
    return { id: sessionId } as SessionState;
  };
  const worker = createQueueWorker({ sessions: { claim }, assigner, log });
  const done = worker.next('o');
  await jest.advanceTimersByTimeAsync(10_000);
  expect([await done, tried]).toEqual([1, ['head', 'next']]);
  expect(warnings).toHaveLength(1);
  // The next run tries it again.
  const again = worker.next('o');
  await jest.advanceTimersByTimeAsync(10_000);
  expect([await again, tried]).toEqual([0, ['head', 'next', 'head']]);
});

test('Where none of many can be claimed the run ends soon, and says so', async () => {
  const ids = Array.from({ length: 300 }, (_, n) => `s${n}`);
  let tries = 0;
  const { assigner, state, log, warnings } = world({ capacity: 300, queue: () => ids });
  state.slow = false;
  const claim = async () => {
    tries += 1;
    throw new DomainError('unavailable', 'The store is down.');
  };
  const worker = createQueueWorker({ sessions: { claim }, assigner, log });
  const done = worker.next('o');
  await jest.advanceTimersByTimeAsync(10_000);
  expect([await done, tries]).toEqual([0, 100]);
  expect(warnings.at(-1)).toMatchObject({ organizationId: 'o' });
});
