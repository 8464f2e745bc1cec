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
const untold = () => server.query('SELECT FROM attribute_changes WHERE told_at IS NULL');
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

test('a program that writes an attribute again and again has a hundred lines an hour, of each company and attribute', async () => {
  await rule(waits('loud'), 'Loud now');
  const [noisy, quiet] = [await company(), await company()];
  const [first, second, other] = [await talking(noisy.id), await talking(noisy.id), await talking(quiet.id)];
  for (let n = 1; n <= 60; n += 1) await change(noisy.id, { plan: `level ${n}` });
  await allTold();
  const said = async () => (await lines(first.sessionId)).length + (await lines(second.sessionId)).length;
  expect(await said()).toBe(100);
  await change(noisy.id, { plan: 'loud' });
  await change(quiet.id, { plan: 'loud' });
  await eventually(async () => (await notes(other.sessionId)).join() === 'Loud now');
  await allTold();
  expect([await said(), await lines(other.sessionId)]).toEqual([100, [expect.anything()]]);
  // An hour later there is room again, and nothing is kept of the lines before.
  await server.query(
    `UPDATE attribute_changes SET told_at = told_at - interval '2 hours' WHERE company_id = $1`,
    [noisy.id],
  );
  await change(noisy.id, { plan: 'quiet' });
  await change(noisy.id, { plan: 'loud' });
  await eventually(async () => (await notes(first.sessionId)).join() === 'Loud now');
  expect(await said()).toBe(104);
});

test('a rule that is switched off has no line written, and none again once it is on', async () => {
  const ours = await company();
  const { sessionId } = await talking(ours.id);
  const seats = `seats${++count}`;
  const written = await rule({ on: 'company_attribute_changed', attribute: seats }, 'Seats changed');
  const { name, when, if: wanted, then } = written;
  const turn = (isActive: boolean) =>
    server.request('PUT', `automation-rules/${written.id}`, {
      body: { name, isActive, when, if: wanted, then },
    });
  expect((await turn(false)).status).toBe(200);
  await change(ours.id, { [seats]: 5 });
  expect(await untold()).toEqual([]);
  await turn(true);
  await change(ours.id, { [seats]: 6 });
  await eventually(async () => (await notes(sessionId)).join() === 'Seats changed');
  expect((await lines(sessionId)).map(({ content }) => content.data)).toMatchObject([{ is: 6, was: 5 }]);
});

describe('an action that sets an attribute of the company', () => {
  const sets = (attribute: string, value: unknown) => ({ do: 'set_company_attribute', attribute, value });
  const label = (id: string, name: string) =>
    server.request('PATCH', `sessions/${id}`, { body: { labels: [name] } });
  const of = async (id: string) =>
    ((await server.request('GET', `companies/${id}`)).body as Company).attributes;
  const when = (name: string) => ({ on: 'label_added', label: name });
  const doing = (name: string, then: object[]) =>
    made<Rule>('automation-rules', {
      name: `Rule ${++count}`,
      isActive: true,
      when: when(name),
      if: {},
      then,
    });
  const runsOf = ({ id }: Rule) => list<RuleRun>(`automation-rules/runs?ruleId=${id}`);

  it('sets texts, numbers and yes or no, clears, leaves the others, and does nothing where it is so already', async () => {
    const name = `deal ${++count}`;
    const ours = await company();
    await change(ours.id, { old: 'x', kept: 1 });
    const { sessionId } = await talking(ours.id);
    const then = [sets('stage', 'won'), sets('seats', 5), sets('paid', false), sets('old', null)];
    const written = await doing(name, [...then, sets('stage', 'won')]);
    await label(sessionId, name);
    const [run] = await eventually(async () => {
      const runs = await runsOf(written);
      return runs[0]?.status === 'done' && runs;
    });
    expect(run!.outcomes.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done', 'done', 'nothing']);
    expect(await of(ours.id)).toEqual({ kept: 1, stage: 'won', seats: 5, paid: false });
  });

  it('fails in words where the customer belongs to no company, or the company has as many as it may', async () => {
    const [name, full] = [`nobody ${++count}`, await company()];
    const alone = await (await customer(server)).say('Hello');
    const { sessionId } = await talking(full.id);
    const fifty = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`a${n}`, n]));
    await change(full.id, fifty);
    const written = await doing(name, [sets('one_more', 1), sets('a1', 'changed')]);
    await label(alone.sessionId, name);
    await label(sessionId, name);
    const runs = await eventually(async () => {
      const found = await runsOf(written);
      return found.length === 2 && found.every(({ status }) => status === 'failed') && found;
    });
    const [none, most] = [alone.sessionId, sessionId].map(
      (id) => runs.find((run) => run.sessionId === id)!.outcomes,
    );
    const no = { outcome: 'failed', why: 'The customer belongs to no company.' };
    expect(none).toMatchObject([no, no]);
    expect(most).toMatchObject([
      { outcome: 'failed', why: expect.stringContaining('50') },
      { outcome: 'done' },
    ]);
    expect(await of(full.id)).toEqual({ ...fifty, a1: 'changed' });
  });

  it('wakes rules that wait for it, also in other conversations of the company, and no rule follows from itself', async () => {
    const [ping, name] = [`ping${++count}`, `start ${count}`];
    const waiting = (is: number, value: number) =>
      made<Rule>('automation-rules', {
        ...{ name: `Rule ${++count}`, isActive: true, if: {} },
        when: { on: 'company_attribute_changed', attribute: ping, is: String(is) },
        then: [sets(ping, value)],
      });
    const ours = await company();
    const [first, second] = [await talking(ours.id), await talking(ours.id)];
    const rules = [await doing(name, [sets(ping, 1)]), await waiting(1, 2), await waiting(2, 1)];
    await label(first.sessionId, name);
    const settled = async () => {
      await server.app.sweep();
      const runs = (await Promise.all(rules.map(runsOf))).flat();
      return (
        runs.some(({ status }) => status === 'stopped') &&
        runs.every((run) => run.status !== 'pending') &&
        runs
      );
    };
    const runs = await eventually(settled);
    await allTold();
    for (const { sessionId } of [first, second]) expect((await lines(sessionId)).length).toBeGreaterThan(0);
    const stopped = runs.filter(({ status }) => status === 'stopped');
    expect(new Set(stopped.map(({ why }) => why))).toEqual(new Set(['It would follow from itself.']));
    // Once by the first, and then at most once in each conversation by each run of the rule before.
    expect(runs.length - stopped.length).toBeLessThanOrEqual(1 + 2 + 4);
    const ended = (await of(ours.id))[ping];
    for (let look = 0; look < 3; look += 1) await server.app.sweep();
    await allTold();
    expect((await of(ours.id))[ping]).toBe(ended);
  });

  it('is refused where its value is none that a company may have', async () => {
    for (const action of [
      sets('a b', 1),
      sets('plan', ''),
      sets('plan', { a: 1 }),
      sets('plan', 'x'.repeat(1_001)),
    ]) {
      const body = { name: `Rule ${++count}`, isActive: true, when: when('x'), if: {}, then: [action] };
      expect((await server.request('POST', 'automation-rules', { body })).status).toBe(400);
    }
  });
});
