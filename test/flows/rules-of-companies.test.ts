// Rules that wait for what is kept of a company: in the open conversations of its customers, once, whoever changed it.
import type { Company } from '../../src/protocol/companies';
import type { Rule, RuleRun, RuleTried } from '../../src/protocol/automation-rules';
import type { Message } from '../../src/protocol/model/message';
import { eventually } from '../../src/tools/eventually';
import { TestServer } from '../dev-env/test-server';
import { customer } from './console-desk';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.create({ env: { RATE_LIMITS: 'off' } });
  await server.request('POST', 'settings', { body: { category: 'ai', key: 'enabled', value: false } });
});
afterAll(() => server?.close());

const list = async <T>(path: string) => ((await server.request('GET', path)).body as { items: T[] }).items;
const made = async <T>(path: string, body: object): Promise<T> => {
  const answer = await server.request('POST', path, { body });
  expect([answer.status, answer.body]).toEqual([201, answer.body]);
  return answer.body as T;
};

let count = 0;
const waits = (is: string, more: object = {}) =>
  ({ on: 'company_attribute_changed', attribute: 'plan', is, ...more }) as const;
const rule = (when: object, text: string) =>
  made<Rule>('automation-rules', {
    ...{ name: `Rule ${++count}`, isActive: true, if: {}, when },
    then: [{ do: 'note', text }],
  });
const company = () => made<Company>('companies', { name: `Acme ${++count}`, externalId: `acme-${count}` });
const change = (id: string, attributes: object) =>
  server.request('PATCH', `companies/${id}`, { body: { attributes } });

/** A conversation of a customer of it. */
async function talking(companyId: string): Promise<{ customerId: string; sessionId: string }> {
  const one = await customer(server);
  const { sessionId } = await one.say('Hello');
  await server.request('PUT', `customers/${one.id}/company`, { body: { companyId } });
  return { customerId: one.id, sessionId };
}

const log = (id: string) => list<Message>(`sessions/${id}/messages?limit=200`);
const lines = async (id: string) =>
  (await log(id)).filter(({ content }) => content.systemAction === 'attribute_changed');
const notes = async (id: string) =>
  (await log(id)).filter(({ type }) => type === 'note').map(({ content }) => content.text);
const untold = () => server.query('SELECT FROM attribute_changes');
const allTold = () => eventually(async () => (await untold()).length === 0);

test('a change of a company wakes the rule in the open conversations of its customers, by a line that names it; no other change does', async () => {
  const written = await rule(waits('pro', { was: 'free' }), 'Upgraded');
  const [ours, theirs] = [await company(), await company()];
  const [first, second, closed, other] = [
    await talking(ours.id),
    await talking(ours.id),
    await talking(ours.id),
    await talking(theirs.id),
  ];
  await server.request('POST', `sessions/${closed.sessionId}/close`, { body: {} });
  await change(ours.id, { plan: 'free' });
  await change(ours.id, { plan: 'free', seats: 5 });
  await server.request('PUT', `companies/external/${ours.externalId}`, {
    body: { name: ours.name, attributes: { plan: 'pro' } },
  });
  await change(theirs.id, { plan: 'pro' });
  for (const { sessionId } of [first, second])
    await eventually(async () => (await notes(sessionId)).join() === 'Upgraded');
  await allTold();
  const [before, after] = await lines(first.sessionId);
  expect([before!.content.data, after!.content.data]).toMatchObject([
    { attribute: 'plan', label: 'plan', company: ours.name, is: 'free' },
    { attribute: 'plan', label: 'plan', company: ours.name, is: 'pro', was: 'free' },
  ]);
  expect(after!.senderName).toBeDefined();
  expect(await lines(first.sessionId)).toHaveLength(2);
  expect(await notes(closed.sessionId)).toEqual([]);
  expect(await notes(other.sessionId)).toEqual([]);
  const runs = await list<RuleRun>(`automation-rules/runs?ruleId=${written.id}`);
  expect(runs.map(({ sessionId, on, matched }) => [sessionId, on, matched])).toEqual(
    expect.arrayContaining(
      [first, second].map(({ sessionId }) => [
        sessionId,
        'company_attribute_changed',
        [{ field: 'changed.plan', value: 'pro' }],
      ]),
    ),
  );
  expect(runs).toHaveLength(2);
  const trial = { rule: { when: waits('pro'), if: {}, then: [{ do: 'close' }] } };
  const { matches } = (await server.request('POST', 'automation-rules/try', { body: trial }))
    .body as RuleTried;
  expect(matches.map(({ sessionId }) => sessionId)).toEqual(
    expect.arrayContaining([first.sessionId, second.sessionId]),
  );
});

test('an import wakes nothing, and a bell that is lost loses no run', async () => {
  await rule(waits('gold'), 'Gold now');
  const ours = await company();
  const { sessionId } = await talking(ours.id);
  const row = { externalId: ours.externalId, name: ours.name, attributes: { plan: 'gold' } };
  expect((await server.request('POST', 'companies/import/rows', { body: [row] })).status).toBe(200);
  expect((await server.request('POST', 'companies/import', { body: [row, { name: 'Else' }] })).status).toBe(
    200,
  );
  expect(await untold()).toEqual([]);
  await server.query(
    `INSERT INTO attribute_changes (organization_id, company_id, attribute, becomes, by)
     SELECT organization_id, id, 'plan', '"gold"', '{"kind": "system"}' FROM companies WHERE id = $1`,
    [ours.id],
  );
  // The sweep takes it up once it is some seconds old.
  await eventually(async () => {
    await server.app.sweep();
    return (await notes(sessionId)).join() === 'Gold now';
  });
  await server.app.sweep();
  expect(await notes(sessionId)).toEqual(['Gold now']);
});

test('of a company with very many open conversations the hundred that began last say the change', async () => {
  const written = await rule(waits('silver'), 'Silver now');
  const ours = await company();
  const { customerId, sessionId } = await talking(ours.id);
  await server.query(
    `INSERT INTO sessions (organization_id, customer_id, channel_id, channel_type, thread, started_at, last_message_at)
     SELECT organization_id, customer_id, channel_id, channel_type, 'thread ' || n, started_at - n * interval '1 hour', now()
     FROM sessions, generate_series(1, 130) AS n WHERE id = $1 AND customer_id = $2`,
    [sessionId, customerId],
  );
  await change(ours.id, { plan: 'silver' });
  await allTold();
  const ran = () =>
    server.query<{ hours: number }>(
      `SELECT (extract(epoch FROM f.started_at - s.started_at) / 3600)::int AS hours
       FROM automation_runs r JOIN sessions s ON s.id = r.session_id, sessions f
       WHERE r.rule_id = $1 AND r.status = 'done' AND f.id = $2 ORDER BY hours`,
      [written.id, sessionId],
    );
  const found = await eventually(async () => {
    const rows = await ran();
    return rows.length >= 100 && rows;
  });
  expect(found.map(({ hours }) => hours)).toEqual(Array.from({ length: 100 }, (_, n) => n));
});
