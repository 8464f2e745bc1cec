import type { StoredSlaPolicies } from '../../stores/postgres/cross-tenant/sla-policies';
import { emptySession, type SessionState } from '../../sessions/session';
import { createSlaPolicies } from './sla-policies';

const stored = (policies: unknown): StoredSlaPolicies[] => [
  { organizationId: 'o', policies, since: '2026-01-01T00:00:00.000Z', hours: null, teamHours: null },
];
const everybody = {
  ...{ id: '00000000-0000-4000-8000-000000000007', name: 'Everybody', when: {} },
  ...{ firstReply: 15, nextReply: 30, resolution: 120, inBusinessHours: false, warnPercent: 80 },
};
const startedAt = '2026-03-01T12:00:00.000Z';
const ids = { id: 's', organizationId: 'o', customerId: 'c', channelId: 'w' };
const waiting = {
  ...emptySession({ ...ids, channelType: 'web', startedAt }),
  clocks: [
    { target: 'first_reply', since: Date.parse(startedAt), ran: [], runsSince: Date.parse(startedAt) },
  ],
} satisfies SessionState;

it('what was read before a change, and comes after what was read since, is not put in its place', async () => {
  const answers: Array<(rows: StoredSlaPolicies[]) => void> = [];
  const policies = createSlaPolicies({
    slaPoliciesOfAll: () => new Promise((resolve) => answers.push(resolve)),
  });
  const before = policies.read();
  policies.forget();
  const since = policies.read();
  answers[1]!(stored([everybody]));
  await since;
  answers[0]!(stored([]));
  await before;
  expect(policies.now(waiting).sla).toMatchObject({ policy: 'Everybody' });
});
