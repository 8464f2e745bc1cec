import { createLog } from '../log';
import { createMaintenance, type MaintenanceDeps } from './maintenance';

function build(change: Partial<MaintenanceDeps> = {}) {
  const calls: string[] = [];
  const maintenance = createMaintenance({
    organizationIds: async () => ['a', 'b'],
    rollUp: async (date, ids) => void calls.push(`${date} ${ids.join()}`),
    forgetIdempotencyKeys: async (id) => calls.push(`keys ${id}`),
    forgetSuggestions: async (id) => calls.push(`suggestions ${id}`),
    forgetToolCalls: async (id) => calls.push(`tool calls ${id}`),
    forgetRuleRuns: async (id) => calls.push(`rule runs ${id}`),
    forgetInvitations: async (id) => calls.push(`invitations ${id}`),
    forgetProofs: async (id) => calls.push(`proofs ${id}`),
    forgetPushes: async (id) => calls.push(`pushes ${id}`),
    forgetInboundEvents: async () => 0,
    forgetDeliveries: async () => 0,
    forgetRefreshTokens: async () => calls.push('tokens'),
    forgetFailedJobs: async () => calls.push('jobs'),
    findLostArticles: async (id) => calls.push(`articles ${id}`),
    findLostConversations: async (id) => calls.push(`conversations ${id}`),
    findLostRuns: async (id) => calls.push(`runs ${id}`),
    drawSamples: async (id) => calls.push(`samples ${id}`),
    findLostNews: async (id) => calls.push(`news ${id}`),
    renewSla: async (id) => calls.push(`sla ${id}`),
    findLostLabels: async (id) => calls.push(`labels ${id}`),
    findLostFiles: async (id) => calls.push(`texts ${id}`),
    wordNotes: async (id) => calls.push(`notes ${id}`),
    catchUpSearch: async () => calls.push('search'),
    removeUnattached: async (olderThan) => calls.push(`files ${olderThan.toISOString()}`),
    log: createLog('silent'),
    now: () => Date.parse('2026-03-01T00:30:00Z'),
    ...change,
  });
  return { maintenance, calls };
}

const cleaned = [
  'tokens',
  'jobs',
  'files 2026-02-28T00:30:00.000Z',
  'keys a',
  'keys b',
  'suggestions a',
  'suggestions b',
  'tool calls a',
  'tool calls b',
  'rule runs a',
  'rule runs b',
  'invitations a',
  'invitations b',
  'proofs a',
  'proofs b',
  'pushes a',
  'pushes b',
];
const counted = ['2026-02-28 a', '2026-03-01 a', '2026-02-28 b', '2026-03-01 b'];
const kinds = ['articles', 'conversations', 'runs', 'samples', 'news', 'sla', 'labels', 'texts', 'notes'];
const rung = [...kinds.flatMap((kind) => [`${kind} a`, `${kind} b`]), 'search'];

test('Every organization is cleaned and counted before anything long is begun for the first', async () => {
  const { maintenance, calls } = build();
  await maintenance.run();
  expect(calls).toEqual([...cleaned, ...counted, ...rung]);
});

test('A step that fails keeps no other, and no other organization, from its turn', async () => {
  const { maintenance, calls } = build({
    forgetRefreshTokens: () => Promise.reject(new Error('gone')),
    forgetIdempotencyKeys: (id) => (id === 'a' ? Promise.reject(new Error('gone')) : Promise.resolve(0)),
  });
  await maintenance.run();
  expect(calls).toEqual([...cleaned.slice(1, 3), ...cleaned.slice(5), ...counted, ...rung]);
});

test('Stopped, it ends after the organization at hand', async () => {
  const { maintenance, calls } = build({ forgetIdempotencyKeys: async () => (maintenance.stop(), 0) });
  await maintenance.run();
  expect(calls).toEqual(cleaned.slice(0, 3));
});
