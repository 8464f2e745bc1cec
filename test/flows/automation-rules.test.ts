// Automation rules: what wakes them, what they do, and that they do it once, whatever happens between.
import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { NewRule, Rule, RuleAction, RuleRun, RuleTried } from '../../src/protocol/automation-rules';
import type { Macro } from '../../src/protocol/macros';
import type { Message } from '../../src/protocol/model/message';
import type { Session } from '../../src/protocol/model/session';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';
import { TestServer } from '../dev-env/test-server';

interface Heard {
  body: string;
  headers: Record<string, string | string[] | undefined>;
}

let server: TestServer;
let receiver: Server;
let hook: string;
const heard: Heard[] = [];
const answers: number[] = [];
/** What answers of the webhook wait for. */
let held = Promise.resolve();

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      heard.push({ body, headers: request.headers });
      void held.then(() => response.writeHead(answers.shift() ?? 200).end());
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  hook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  server = await TestServer.create({
    env: { RATE_LIMITS: 'off', PARLEY_DEMO: 'off', FETCH_ALLOW: '127.0.0.1/32' },
    timing: { sweepEveryMs: 3_600_000 },
  });
});
afterAll(async () => {
  await server?.close();
  receiver.closeAllConnections();
  receiver.close();
});
afterEach(async () => {
  for (const { id } of await rules()) await server.request('DELETE', `automation-rules/${id}`);
  // One of them can no longer be read.
  await server.query('DELETE FROM macros');
  held = Promise.resolve();
  answers.length = 0;
  heard.length = 0;
});

const rules = async () => ((await server.request('GET', 'automation-rules')).body as { items: Rule[] }).items;
async function write(given: Partial<NewRule> & Pick<NewRule, 'then'>): Promise<Rule> {
  const body = {
    name: `Rule ${randomUUID()}`,
    isActive: true,
    when: { on: 'customer_message' },
    if: {},
    ...given,
  };
  const answer = await server.request('POST', 'automation-rules', { body });
  expect([answer.status, answer.body]).toEqual([201, expect.anything()]);
  return answer.body as Rule;
}
async function runs(filter: { ruleId?: string; sessionId?: string } = {}): Promise<RuleRun[]> {
  const query = new URLSearchParams(filter).toString();
  return ((await server.request('GET', `automation-rules/runs?${query}`)).body as { items: RuleRun[] }).items;
}
const settled = (filter: { ruleId?: string; sessionId?: string }, count = 1) =>
  eventually(async () => {
    const found = await runs(filter);
    return found.length >= count && found.every(({ status }) => status !== 'pending') ? found : undefined;
  });

async function customer(channelKey = server.channelKey) {
  const socket = server.socket('/customer', { channelKey });
  const seen: Message[] = [];
  socket.on('message:new', (message: Message) => seen.push(message));
  const { customer: self } = await new Promise<{ customer: { id: string } }>((resolve) =>
    socket.once('ready', resolve),
  );
  const say = async (text: string) =>
    (
      (await socket.emitWithAck('message:send', { clientMessageId: randomUUID(), text })) as {
        message: Message;
      }
    ).message.sessionId;
  const askForPerson = () => socket.emitWithAck('session:request_human', {});
  return { id: self.id, say, askForPerson, seen };
}
const session = async (id: string) => (await server.request('GET', `sessions/${id}`)).body as Session;
const log = async (id: string) =>
  ((await server.request('GET', `sessions/${id}/messages?limit=200`)).body as { items: Message[] }).items;
const notes = async (id: string) => (await log(id)).filter(({ type }) => type === 'note');

test('An urgent word labels and notes once; the log says why, and the lines say which rule it was', async () => {
  const rule = await write({
    name: 'Urgent words',
    if: { textContains: ['urgent'], channelType: ['web'] },
    then: [
      { do: 'add_labels', labels: ['urgent'] },
      { do: 'priority', priority: 'high' },
      { do: 'note', text: '{{customer.name|Somebody}} is in a hurry.' },
    ],
  });
  const who = await customer();
  const id = await who.say('This is URGENT, please');
  const [run] = await settled({ sessionId: id });
  expect(run).toMatchObject({
    ruleId: rule.id,
    ruleName: 'Urgent words',
    seq: 1,
    on: 'customer_message',
    status: 'done',
    matched: [
      { field: 'channelType', value: 'web' },
      { field: 'textContains', value: 'urgent' },
    ],
    outcomes: [
      { do: 'add_labels', outcome: 'done' },
      { do: 'priority', outcome: 'done' },
      { do: 'note', outcome: 'done' },
    ],
    chain: [rule.id],
  });
  expect(await session(id)).toMatchObject({ labels: ['urgent'], priority: 'high' });
  const [note] = await notes(id);
  expect(note).toMatchObject({
    sender: 'system',
    senderName: 'Rule “Urgent words”',
    content: { text: 'Somebody is in a hurry.' },
  });
  expect(who.seen.some(({ content }) => content.text?.includes('hurry'))).toBe(false);

  // What does not fit wakes nothing; what fits again is labelled already.
  await who.say('Calm words');
  await who.say('Still urgent');
  const [second] = await settled({ sessionId: id }, 2);
  expect(second!.outcomes.map(({ outcome }) => outcome)).toEqual(['nothing', 'nothing', 'done']);
  expect(await notes(id)).toHaveLength(2);
  expect((await rules())[0]).toMatchObject({ runs: 2, lastRunAt: expect.any(String) as string });
});

test('Broken off between two actions, a run is found by the sweep and ends with each done once', async () => {
  await write({
    then: [
      { do: 'note', text: 'First' },
      { do: 'add_labels', labels: ['one'] },
      { do: 'note', text: 'Second' },
    ],
  });
  const who = await customer();
  const id = await who.say('Hello');
  await settled({ sessionId: id });
  // As if the node had died after its last action, before it wrote down that it was done; and a person has undone one since.
  await server.request('PATCH', `sessions/${id}`, { body: { labels: [] } });
  await server.query(
    `UPDATE automation_runs SET status = 'pending', outcomes = '[]', due_at = now() - interval '1 minute' WHERE session_id = '${id}'`,
  );
  await server.app.sweep();
  await settled({ sessionId: id });
  expect((await notes(id)).map(({ content }) => content.text)).toEqual(['First', 'Second']);
  expect((await session(id)).labels).toEqual([]);
  // As if it had died before the first one.
  await server.query(
    `UPDATE automation_runs SET id = gen_random_uuid(), status = 'pending', outcomes = '[]', due_at = now() - interval '1 minute' WHERE session_id = '${id}'`,
  );
  await server.app.sweep();
  await eventually(async () => (await notes(id)).length === 4);
  expect((await session(id)).labels).toEqual(['one']);
});

test('What is done is written down before the next is begun: broken off there, nothing is taken from a person again', async () => {
  let release = () => undefined as void;
  held = new Promise((resolve) => (release = resolve));
  await write({ then: [{ do: 'queue' }, { do: 'webhook', url: hook }] });
  const { token } = await server.addAgent('Ada');
  const id = await (await customer()).say('Hello');
  await eventually(() => heard.length === 1);
  await server.request('POST', `sessions/${id}/claim`, { body: {}, token });
  // As if the node had died while it called.
  await server.query(
    `UPDATE automation_runs SET due_at = now() - interval '1 minute', taken_until = NULL WHERE session_id = '${id}'`,
  );
  await server.app.sweep();
  await eventually(() => heard.length === 2);
  const { status } = await session(id);
  release();
  expect(status).toBe('with_agent');
  const [run] = await settled({ sessionId: id });
  expect(run!.outcomes).toEqual([
    { do: 'queue', outcome: 'done' },
    { do: 'webhook', outcome: 'done' },
  ]);
});

test('A run that fails in an unforeseen way holds up no other of its conversation, and is tried again later', async () => {
  const macro = await server.request('POST', 'macros', {
    body: { shortcut: 'broken', title: 'Broken', shared: true, steps: { note: 'First' } },
  });
  expect(macro.status).toBe(201);
  const { id: macroId } = macro.body as Macro;
  const broken = await write({ then: [{ do: 'macro', macroId }] });
  await server.query(`UPDATE macros SET steps = 'null' WHERE id = $1`, [macroId]);
  const other = await write({ then: [{ do: 'add_labels', labels: ['done all the same'] }] });
  const id = await (await customer()).say('Hello');
  await settled({ ruleId: other.id });
  expect((await session(id)).labels).toEqual(['done all the same']);
  const row = () =>
    server.query<{ status: string; waits: boolean }>(
      `SELECT status, due_at > now() AND taken_until IS NULL AS waits FROM automation_runs WHERE rule_id = $1`,
      [broken.id],
    );
  await eventuallyPasses(async () => expect(await row()).toEqual([{ status: 'pending', waits: true }]));
  await server.query(
    `UPDATE automation_runs SET tries = 8, due_at = now() - interval '3 s' WHERE rule_id = $1`,
    [broken.id],
  );
  await server.app.sweep();
  await eventuallyPasses(async () => expect(await row()).toMatchObject([{ status: 'failed' }]));
});

test('A bell that was lost is found by the sweep, and its message is looked at once', async () => {
  const who = await customer();
  const id = await who.say('Hello');
  await write({ then: [{ do: 'add_labels', labels: ['late'] }], when: { on: 'customer_message' } });
  await who.say('Hello again');
  await settled({ sessionId: id });
  // Nobody has looked since before the second message, which is some seconds old.
  await server.query(`DELETE FROM automation_runs WHERE session_id = '${id}'`);
  await server.query(`DELETE FROM automation_watches WHERE session_id = '${id}'`);
  await server.query(`UPDATE automation_rules SET active_since = active_since - interval '3 seconds'`);
  const found = await eventually(async () => {
    // Again where the AI wrote meanwhile.
    await server.query(
      `UPDATE sessions SET last_message_at = now() - interval '3 seconds' WHERE id = '${id}'`,
    );
    await server.app.sweep();
    const all = await runs({ sessionId: id });
    return all.length > 0 && all.every(({ status }) => status !== 'pending') ? all : undefined;
  });
  expect(found.map(({ on }) => on)).toContain('customer_message');
  const done = async () =>
    (await log(id)).filter(({ content: { systemAction } }) => systemAction === 'labeled').length;
  const before = await done();
  await server.app.sweep();
  expect(await done()).toBe(before);
});

test('Two rules that wake each other stop: none follows from itself, and a chain has an end', async () => {
  const ring = ['a', 'b', 'c', 'd'];
  for (const [index, label] of ring.entries())
    await write({
      name: `After ${label}`,
      when: { on: 'label_added', label },
      then: [{ do: 'add_labels', labels: [ring[index + 1] ?? 'e'] }],
    });
  const who = await customer();
  const id = await who.say('Hello');
  await server.request('PATCH', `sessions/${id}`, { body: { labels: ['a'] } });
  const stopped = await eventually(async () =>
    (await runs({ sessionId: id })).find(({ status }) => status === 'stopped'),
  );
  expect(stopped).toMatchObject({
    ruleName: 'After d',
    why: '3 rules have followed from one another: here it ends.',
    outcomes: [],
  });
  expect((await session(id)).labels).toEqual(['a', 'b', 'c', 'd']);

  for (const { id: ruleId } of await rules()) await server.request('DELETE', `automation-rules/${ruleId}`);
  await write({ name: 'Ping', when: { on: 'label_added', label: 'ping' }, then: swap('ping', 'pong') });
  await write({ name: 'Pong', when: { on: 'label_added', label: 'pong' }, then: swap('pong', 'ping') });
  const other = await (await customer()).say('Hello');
  await server.request('PATCH', `sessions/${other}`, { body: { labels: ['ping'] } });
  const itself = await eventually(async () =>
    (await runs({ sessionId: other })).find(({ status }) => status === 'stopped'),
  );
  expect(itself).toMatchObject({ ruleName: 'Ping', why: 'It would follow from itself.' });
  expect((await session(other)).labels).toEqual(['ping']);
});
const swap = (from: string, to: string): RuleAction[] => [
  { do: 'remove_labels', labels: [from] },
  { do: 'add_labels', labels: [to] },
];

test('A message of a rule reaches the customer marked as automatic, once a day, and nobody has answered by it', async () => {
  const rule = await write({
    then: [{ do: 'reply', text: 'We have it, {{customer.first_name|dear customer}}.' }],
  });
  const who = await customer();
  await server.request('PATCH', `customers/${who.id}`, { body: { firstName: 'Grace' } });
  const id = await who.say('Hello');
  await eventually(() => who.seen.some(({ content }) => content.text === 'We have it, Grace.'));
  expect(who.seen.find(({ content }) => content.text === 'We have it, Grace.')!.metadata).not.toHaveProperty(
    'automated',
  );
  const sent = (await log(id)).find(({ content }) => content.text === 'We have it, Grace.');
  expect(sent).toMatchObject({ sender: 'system', metadata: { automated: { ruleId: rule.id } } });
  // It answered nothing: whose turn it is answers all the same.
  await eventually(async () => (await log(id)).some(({ sender }) => sender === 'ai'));
  await who.say('Hello?');
  const [second] = await settled({ sessionId: id }, 2);
  expect(second).toMatchObject({
    status: 'failed',
    outcomes: [{ do: 'reply', outcome: 'failed', why: 'It wrote to this customer less than a day ago.' }],
  });
  await server.request('POST', `sessions/${id}/close`, { body: {} });
  const another = await who.say('And in another conversation?');
  expect(another).not.toBe(id);
  const [third] = await settled({ sessionId: another });
  expect(third!.outcomes).toMatchObject([{ why: 'It wrote to this customer less than a day ago.' }]);
});

test('What a conversation has woken at the same moment is done one after another', async () => {
  await write({ then: [{ do: 'webhook', url: hook }] });
  let release = (): void => undefined;
  held = new Promise((resolve) => (release = resolve));
  try {
    const who = await customer();
    const before = heard.length;
    const id = await who.say('One');
    await eventually(() => heard.length === before + 1);
    for (const text of ['Two', 'Three']) await who.say(text);
    await eventually(async () => (await runs({ sessionId: id })).length === 3);
    await server.app.sweep();
    await eventually(
      async () =>
        (await server.query(`SELECT FROM parley_jobs._private_jobs WHERE locked_at IS NOT NULL`)).length <= 1,
    );
    expect(heard).toHaveLength(before + 1);
    release();
    await settled({ sessionId: id }, 3);
    expect(heard).toHaveLength(before + 3);
  } finally {
    release();
    held = Promise.resolve();
    heard.length = 0;
  }
});

test('Nobody silent is reminded once and closed later; whoever wrote meanwhile is not', async () => {
  const silent = { on: 'customer_silent' as const };
  const reminder = await write({
    when: { ...silent, minutes: 2 * 1440 },
    if: { status: ['with_agent'] },
    then: [{ do: 'reply', text: 'Do you still need us?' }],
  });
  const closing = await write({
    when: { ...silent, minutes: 3 * 1440 },
    if: { status: ['with_agent'] },
    then: [{ do: 'close' }],
  });
  await server.query(`UPDATE automation_rules SET active_since = now() - interval '30 days'`);
  const { token } = await server.addAgent('Ada');
  async function answered() {
    const who = await customer();
    const id = await who.say('Hello');
    await who.askForPerson();
    await server.request('POST', `sessions/${id}/claim`, { body: {}, token });
    await server.request('POST', `sessions/${id}/messages`, {
      body: { text: 'Which order?', clientMessageId: randomUUID() },
      token,
    });
    const looked = async () => {
      const head = (await log(id)).at(-1)!.seq;
      const [row] = await server.query<{ seq: number }>(
        `SELECT seq FROM automation_watches WHERE session_id = '${id}'`,
      );
      return row?.seq === head;
    };
    const goes = async (days: number) => {
      await eventually(looked);
      await server.query(
        `UPDATE automation_watches SET answered_at = answered_at - interval '${days} days' WHERE session_id = '${id}'`,
      );
      await server.app.sweep();
    };
    return { who, id, goes };
  }
  const gone = await answered();
  await gone.goes(2.1);
  await settled({ ruleId: reminder.id });
  await eventually(() => gone.who.seen.some(({ content }) => content.text === 'Do you still need us?'));
  await gone.goes(0.5);
  expect((await session(gone.id)).status).toBe('with_agent');
  await gone.goes(0.5);
  await settled({ ruleId: closing.id });
  expect(await session(gone.id)).toMatchObject({ status: 'closed' });
  expect((await log(gone.id)).at(-1)!.content.data).toMatchObject({ reason: `Rule “${closing.name}”` });
  expect(await runs({ ruleId: reminder.id })).toHaveLength(1);

  const back = await answered();
  await back.who.say('Order 4711');
  await eventually(async () => (await session(back.id)).needsReplySince !== undefined);
  await back.goes(3.5);
  expect(await runs({ sessionId: back.id })).toEqual([]);
  expect((await session(back.id)).status).toBe('with_agent');

  const away = await answered();
  const until = new Date(Date.now() + 24 * 3_600_000).toISOString();
  const put = await server.request('POST', `sessions/${away.id}/snooze`, { body: { until }, token });
  expect([put.status, put.body]).toMatchObject([200, { snoozed: { until } }]);
  await away.goes(3.5);
  await eventually(async () => {
    const looked = await server.query<{ status: string }>(
      `SELECT status FROM automation_runs WHERE session_id = '${away.id}'`,
    );
    return looked.length === 2 && looked.every(({ status }) => status === 'skipped');
  });
  expect((await session(away.id)).status).toBe('with_agent');
});

test('What falls due after hours waits until it opens; who was answered meanwhile is left alone', async () => {
  const weekday = (ahead: number) =>
    ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'][(new Date().getUTCDay() + ahead) % 7]!;
  const ids: string[] = [];
  for (const [key, value] of [
    ['timeZone', 'UTC'],
    // Closed around this moment, also when midnight comes.
    ['days', { [weekday(3)]: [['09:00', '17:00']] }],
  ] as const) {
    const set = await server.request('POST', 'settings', {
      body: { category: 'businessHours', key, value },
    });
    expect(set.status).toBe(201);
    ids.push((set.body as { id: string }).id);
  }
  const rule = await write({
    when: { on: 'team_silent', minutes: 30 },
    if: { hours: 'open' },
    then: [{ do: 'note', text: 'Nobody has answered.' }],
  });
  await server.query(`UPDATE automation_rules SET active_since = now() - interval '30 days'`);
  const { token } = await server.addAgent('Opal');
  async function waiting() {
    const who = await customer();
    const id = await who.say('Hello');
    await who.askForPerson();
    const head = async () => (await session(id)).headSeq;
    await eventually(async () => {
      const [row] = await server.query<{ seq: number }>(
        `SELECT seq FROM automation_watches WHERE session_id = '${id}'`,
      );
      return row?.seq === (await head());
    });
    await server.query(
      `UPDATE automation_watches SET awaiting_at = awaiting_at - interval '31 min' WHERE session_id = '${id}'`,
    );
    await server.app.sweep();
    await eventually(async () => {
      const rows = await server.query<{ waits: boolean }>(
        `SELECT status = 'pending' AND due_at > now() + interval '1 day' AS waits FROM automation_runs
         WHERE session_id = '${id}' AND rule_id = '${rule.id}'`,
      );
      return rows[0]?.waits;
    });
    return id;
  }
  const [waits, answered] = [await waiting(), await waiting()];
  expect((await log(waits)).map(({ content }) => content.text)).not.toContain('Nobody has answered.');
  await server.request('POST', `sessions/${answered}/claim`, { body: {}, token });
  await server.request('POST', `sessions/${answered}/messages`, {
    body: { text: 'Here I am.', clientMessageId: randomUUID() },
    token,
  });
  await server.query(`UPDATE automation_runs SET due_at = now() - interval '3 s' WHERE status = 'pending'`);
  await server.app.sweep();
  await settled({ ruleId: rule.id }, 2);
  expect((await log(waits)).map(({ content }) => content.text)).toContain('Nobody has answered.');
  expect((await log(answered)).map(({ content }) => content.text)).not.toContain('Nobody has answered.');
  for (const id of ids) await server.request('DELETE', `settings/${id}`);
});

test('A webhook is signed, called again where it may go better, and never inside', async () => {
  const rule = await write({ name: 'Tell the shop', then: [{ do: 'webhook', url: hook }] });
  const { secret } = (await server.request('POST', `automation-rules/${rule.id}/secret`)).body as {
    secret: string;
  };
  answers.push(503);
  const who = await customer();
  const id = await who.say('Hello');
  await eventually(() => heard.length === 1);
  await eventually(async () => (await runs({ sessionId: id }))[0]?.outcomes[0]?.outcome === 'waiting');
  expect((await runs({ sessionId: id }))[0]!.outcomes).toEqual([
    { do: 'webhook', outcome: 'waiting', why: 'It answered 503.' },
  ]);
  await server.query(
    `UPDATE automation_runs SET due_at = now() - interval '1 minute' WHERE status = 'pending'`,
  );
  await server.app.sweep();
  const [run] = await settled({ sessionId: id });
  expect(run!.outcomes).toEqual([{ do: 'webhook', outcome: 'done' }]);
  const [first, second] = heard;
  expect(heard).toHaveLength(2);
  expect(second!.headers['x-parley-delivery']).toBe(first!.headers['x-parley-delivery']);
  expect(second!.headers['x-parley-signature']).toBe(
    `sha256=${createHmac('sha256', secret).update(second!.body).digest('hex')}`,
  );
  expect(JSON.parse(second!.body)).toMatchObject({
    rule: { id: rule.id, name: 'Tell the shop' },
    on: 'customer_message',
    session: { id },
    message: { seq: 1, text: 'Hello', sender: 'customer' },
  });

  await server.request('DELETE', `automation-rules/${rule.id}`);
  await write({ then: [{ do: 'webhook', url: 'http://169.254.169.254/latest' }] });
  const other = await (await customer()).say('Hello');
  const [refused] = await settled({ sessionId: other });
  expect(refused).toMatchObject({ status: 'failed', outcomes: [{ do: 'webhook', outcome: 'failed' }] });
  expect(refused!.outcomes[0]!.why).toMatch(/address/);
});

test('A rule runs a macro of the team, and gives back to the AI once', async () => {
  const macro = (
    await server.request('POST', 'macros', {
      body: {
        ...{ shortcut: 'tidy', title: 'Tidy', shared: true },
        steps: { note: 'Tidied up', addLabels: ['tidy'], priority: 'low' },
      },
    })
  ).body as Macro;
  await write({ when: { on: 'handed_over' }, then: [{ do: 'macro', macroId: macro.id }, { do: 'ask_ai' }] });
  const who = await customer();
  const id = await who.say('Hello');
  await who.askForPerson();
  const [run] = await settled({ sessionId: id });
  expect(run!.outcomes).toEqual([
    { do: 'macro', outcome: 'done', did: ['note', 'add_labels', 'priority'] },
    { do: 'ask_ai', outcome: 'done' },
  ]);
  expect(await session(id)).toMatchObject({ status: 'active', labels: ['tidy'], priority: 'low' });
  expect((await notes(id)).map(({ content }) => content.text)).toEqual(['Tidied up']);
  await who.askForPerson();
  const [again] = await settled({ sessionId: id }, 2);
  expect(again!.outcomes[1]).toEqual({
    do: 'ask_ai',
    outcome: 'failed',
    why: 'The AI has had it back once already.',
  });
  expect((await session(id)).status).toBe('waiting');
});

test('A message that a rule sends by a macro goes out once a day, too, even where another step of it fails', async () => {
  const macro = (
    await server.request('POST', 'macros', {
      body: {
        ...{ shortcut: 'got-it', title: 'Got it', shared: true },
        steps: { reply: 'We have it.', note: 'Of {{customer.email}}' },
      },
    })
  ).body as Macro;
  await write({ then: [{ do: 'macro', macroId: macro.id }] });
  const who = await customer();
  const id = await who.say('Hello');
  await settled({ sessionId: id });
  await who.say('Hello?');
  const [second, first] = await settled({ sessionId: id }, 2);
  expect(first!.outcomes).toMatchObject([{ do: 'macro', outcome: 'failed', did: ['reply'] }]);
  expect(second!.outcomes[0]!.why).toContain('It wrote to this customer less than a day ago.');
  expect((await log(id)).filter(({ content }) => content.text === 'We have it.')).toHaveLength(1);
});

test('What names somebody who is not there is refused at its field; rules have an order, and others see none', async () => {
  const refused = await server.request('POST', 'automation-rules', {
    body: {
      ...{ name: 'R', isActive: true, when: { on: 'opened' }, if: { teamId: [randomUUID()] } },
      then: [
        { do: 'note', text: 'x' },
        { do: 'agent', agentId: randomUUID() },
      ],
    },
  });
  expect(refused).toMatchObject({
    status: 400,
    body: {
      errors: [
        { path: 'then.1', message: 'names no agent of the organization' },
        { path: 'if.teamId', message: 'names no team of the organization' },
      ],
    },
  });
  const one = await write({ name: 'One', then: [{ do: 'close' }] });
  const two = await write({ name: 'Two', then: [{ do: 'close' }], isActive: false });
  expect(
    (await server.request('POST', 'automation-rules', { body: { ...bare(one), name: 'ONE' } })).status,
  ).toBe(409);
  await server.request('PUT', `automation-rules/${two.id}/position`, { body: { position: 0 } });
  expect((await rules()).map(({ name, isActive }) => [name, isActive])).toEqual([
    ['Two', false],
    ['One', true],
  ]);
  const { token } = await server.addAgent('Bill');
  expect((await server.request('GET', 'automation-rules', { token })).status).toBe(403);
  const entries = (await server.request('GET', 'audit-logs?limit=5')).body as {
    items: Array<{ action: string }>;
  };
  expect(entries.items.map(({ action }) => action)).toContain('automation-rules.move');
});
const bare = ({ name, isActive, when, if: conditions, then }: Rule): NewRule =>
  ({ name, isActive, when, if: conditions, then }) as NewRule;

test('A dry run finds where it would have run, page by page, and does nothing', async () => {
  const word = `needle${Date.now()}`;
  const first = await (await customer()).say(`A ${word} in the hay`);
  const second = await (await customer()).say(`Another ${word}`);
  const third = await (await customer()).say('Hay');
  // The AI has handed them over: nothing more is written there.
  for (const id of [first, second, third]) await eventually(async () => (await log(id)).length === 2);
  const before = await Promise.all([first, second].map(log));
  const tried = async (given: object) =>
    (
      await server.request('POST', 'automation-rules/try', {
        body: {
          rule: { when: { on: 'customer_message' }, if: { textContains: [word] }, then: [{ do: 'close' }] },
          ...given,
        },
      })
    ).body as RuleTried;
  const all = await eventuallyPasses(async () => {
    const found = await tried({});
    expect(found.matches.map(({ sessionId }) => sessionId).sort()).toEqual([first, second].sort());
    return found;
  });
  expect(all.matches[0]).toMatchObject({
    ...{ times: 1, seq: 1, channelType: 'web' },
    matched: [{ field: 'textContains', value: word }],
  });
  // The newest one is first once its row is written.
  const page = await eventuallyPasses(async () => {
    const found = await tried({ limit: 1 });
    expect(found).toMatchObject({ looked: 1, matches: [] });
    return found;
  });
  expect((await tried({ limit: 1, cursor: page.nextCursor })).matches).toHaveLength(1);
  expect(await Promise.all([first, second].map(log))).toEqual(before);
  expect((await session(first)).status).not.toBe('closed');
});

test('With the customer goes what rules knew and did; what is written after it wakes none', async () => {
  await write({ then: [{ do: 'add_labels', labels: ['x'] }] });
  const who = await customer();
  const id = await who.say('Hello');
  await settled({ sessionId: id });
  await server.request('DELETE', `customers/${who.id}`);
  const counted = async () =>
    server.query(`SELECT session_id FROM automation_runs WHERE session_id = '${id}'
      UNION ALL SELECT session_id FROM automation_watches WHERE session_id = '${id}'`);
  expect(await counted()).toEqual([]);
  await server.app.sweep();
  expect(await counted()).toEqual([]);
});

describe('attributes of customers', () => {
  const plan = { key: 'plan', label: 'Plan', type: 'choice', choices: ['free', 'pro', 'gold'] };
  const seats = { key: 'seats', label: 'Seats', type: 'number' };
  beforeAll(async () => {
    const items = [plan, seats];
    expect((await server.request('PUT', 'customer-attributes', { body: { items } })).status).toBe(200);
  });
  const change = (id: string, attributes: object, token?: string) =>
    server.request('PATCH', `customers/${id}`, { body: { attributes }, ...(token && { token }) });
  const changes = async (id: string) =>
    (await log(id)).filter(({ content }) => content.systemAction === 'attribute_changed');
  const becomes = (is: string, more: object = {}) =>
    ({ on: 'attribute_changed', attribute: 'plan', is, ...more }) as const;

  test('a change wakes the rule that waits for it in each open conversation, by a line that says who it was; no other change does', async () => {
    const rule = await write({
      when: becomes('pro', { was: 'free' }),
      then: [{ do: 'add_labels', labels: ['upgraded'] }],
    });
    const who = await customer();
    const id = await who.say('Hello');
    const { token, agentId } = await server.addAgent('Ada');
    await change(who.id, { plan: 'free' }, token);
    await change(who.id, { plan: 'free', seats: 2 }, token);
    await change(who.id, { plan: 'pro' }, token);
    const [run] = await settled({ ruleId: rule.id });
    expect(run).toMatchObject({
      ...{ sessionId: id, on: 'attribute_changed', status: 'done', chain: [rule.id] },
      matched: [{ field: 'changed.plan', value: 'pro' }],
      outcomes: [{ do: 'add_labels', outcome: 'done' }],
    });
    expect(await runs({ ruleId: rule.id })).toHaveLength(1);
    const lines = await changes(id);
    const at = expect.stringMatching(/Z$/) as string;
    expect(lines.map(({ senderName, senderId, content }) => [senderName, senderId, content.data])).toEqual([
      ['Ada', agentId, { attribute: 'plan', label: 'Plan', is: 'free', by: 'agent', at }],
      ['Ada', agentId, { attribute: 'plan', label: 'Plan', is: 'pro', was: 'free', by: 'agent', at }],
    ]);
    expect(who.seen.some(({ content }) => content.systemAction === 'attribute_changed')).toBe(false);
    // What is closed says nothing any more.
    await server.request('POST', `sessions/${id}/close`, { body: {} });
    await change(who.id, { plan: 'gold' });
    await eventually(async () => (await server.query('SELECT FROM attribute_changes')).length === 0);
    expect(await changes(id)).toHaveLength(2);
  });

  test('a bell that is lost loses no run, and one that rings twice tells nothing twice; an import wakes nothing', async () => {
    const rule = await write({ when: becomes('gold'), then: [{ do: 'note', text: 'Gold now' }] });
    const who = await customer();
    const id = await who.say('Hello');
    const changeId = randomUUID();
    const isTold = async () => {
      await server.app.sweep();
      return (await server.query(`SELECT FROM attribute_changes WHERE id = '${changeId}'`)).length === 0;
    };
    const written = () =>
      server.query(
        `INSERT INTO attribute_changes (id, organization_id, customer_id, attribute, becomes, by)
         SELECT '${changeId}', organization_id, id, 'plan', '"gold"', '{"kind": "system"}' FROM customers WHERE id = '${who.id}'`,
      );
    await written();
    await eventually(isTold);
    await settled({ ruleId: rule.id });
    // As if it had died between the line and the row.
    await written();
    await eventually(isTold);
    expect(await changes(id)).toHaveLength(1);
    expect(await notes(id)).toHaveLength(1);
    // As if nobody had heard of the line; it has not moved the conversation, in which nothing was said for days.
    await server.query(`DELETE FROM automation_runs WHERE session_id = '${id}'`);
    await server.query(`DELETE FROM automation_watches WHERE session_id = '${id}'`);
    await eventually(async () => {
      await server.query(
        `UPDATE sessions SET last_message_at = now() - interval '2 days' WHERE id = '${id}'`,
      );
      await server.app.sweep();
      return (await runs({ ruleId: rule.id })).some(({ status }) => status === 'done');
    });

    await change(who.id, { plan: 'free' });
    await eventually(async () => (await changes(id)).length === 2);
    await eventually(async () => (await server.query('SELECT FROM attribute_changes')).length === 0);
    const imported = (row: object) => server.request('POST', 'customers/import/rows', { body: [row] });
    await imported({ externalId: 'imported', name: 'Grace', attributes: { plan: 'free' } });
    const [made] = await server.query<{ id: string }>(
      `SELECT id FROM customers WHERE external_id = 'imported'`,
    );
    await imported({ externalId: 'imported', attributes: { plan: 'gold' } });
    expect(await server.query(`SELECT attributes FROM customers WHERE id = '${made!.id}'`)).toEqual([
      { attributes: { plan: 'gold' } },
    ]);
    expect(await server.query('SELECT FROM attribute_changes')).toEqual([]);
  });

  test('an action that sets an attribute counts in the chain, so that two rules that undo each other end', async () => {
    const up = await write({
      when: becomes('pro'),
      then: [{ do: 'set_attribute', attribute: 'plan', value: 'gold' }],
    });
    const down = await write({
      when: becomes('gold'),
      then: [{ do: 'set_attribute', attribute: 'plan', value: 'pro' }],
    });
    const who = await customer();
    const id = await who.say('Hello');
    await change(who.id, { plan: 'pro' });
    const found = await settled({ sessionId: id }, 3);
    expect(found.map(({ ruleId, status, chain, why }) => [ruleId, status, chain.length, why])).toEqual([
      [up.id, 'stopped', 3, 'It would follow from itself.'],
      [down.id, 'done', 2, undefined],
      [up.id, 'done', 1, undefined],
    ]);
    expect((await changes(id)).map(({ senderName, content }) => [senderName, content.data?.['is']])).toEqual([
      [expect.any(String), 'pro'],
      [`Rule “${up.name}”`, 'gold'],
      [`Rule “${down.name}”`, 'pro'],
    ]);
  });

  test('so many changes at once that a program makes them stop the rule, and the log says so', async () => {
    const rule = await write({ when: becomes('gold'), then: [{ do: 'note', text: 'Gold now' }] });
    const who = await customer();
    const id = await who.say('Hello');
    const other = await (await customer()).say('Hello');
    await server.query(
      `INSERT INTO automation_runs (organization_id, rule_id, session_id, seq, woken_by, status, matched, chain)
       SELECT organization_id, '${rule.id}', id, 1000 + n, 'attribute_changed', 'done', '[]', '{}'
       FROM sessions, generate_series(1, 100) AS n WHERE id = '${other}'`,
    );
    await change(who.id, { plan: 'gold' });
    const [run] = await settled({ sessionId: id });
    expect([run!.status, run!.why]).toEqual([
      'stopped',
      'It ran 100 times within an hour: so many changes a program makes.',
    ]);
    expect(await notes(id)).toEqual([]);
  });

  test('a dry run finds changes since a rule that is on names the attribute, and what is no attribute is refused at its field', async () => {
    const who = await customer();
    const id = await who.say('Hello');
    await change(who.id, { plan: 'gold' });
    await write({ when: becomes('free'), then: [{ do: 'close' }], isActive: true });
    await change(who.id, { plan: 'pro' });
    await eventually(async () => {
      await server.app.sweep();
      return (await changes(id)).length === 1;
    });
    const trial = async (is: string) => {
      const body = { rule: { when: becomes(is), if: {}, then: [{ do: 'close' }] } };
      const { matches } = (await server.request('POST', 'automation-rules/try', { body })).body as RuleTried;
      return matches.filter(({ sessionId }) => sessionId === id).map(({ matched }) => matched);
    };
    expect(await trial('pro')).toEqual([[{ field: 'changed.plan', value: 'pro' }]]);
    expect(await trial('gold')).toEqual([]);

    const refused = await server.request('POST', 'automation-rules', {
      body: {
        ...{
          name: 'R',
          isActive: true,
          if: {},
          when: { on: 'attribute_changed', attribute: 'plan', is: 'silver' },
        },
        then: [
          { do: 'set_attribute', attribute: 'city', value: 'Rome' },
          { do: 'set_attribute', attribute: 'seats', value: 'many' },
        ],
      },
    });
    expect([refused.status, (refused.body as { errors: object[] }).errors]).toEqual([
      400,
      [
        { path: 'when.is', message: 'must be one of: free, pro, gold' },
        { path: 'then.0', message: 'is no attribute: an admin declares it in the settings first' },
        { path: 'then.1', message: 'must be a number' },
      ],
    ]);
  });
});
