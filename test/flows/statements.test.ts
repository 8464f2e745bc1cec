// How many statements each step of ARCHITECTURE.md's walk sends to PostgreSQL: none of them grows with what is held, read or waiting.
import { randomUUID } from 'node:crypto';
import { Client, type QueryConfig } from 'pg';
import { eventually } from '../../src/tools/eventually';
import { startFakeModel, type FakeModel } from '../dev-env/fake-model';
import { TestServer } from '../dev-env/test-server';

type Socket = ReturnType<TestServer['socket']>;

const sent: string[] = [];
/** What heartbeats, the looks at the database's clock and at agents' pictures, the watch of channels, blocks, mailboxes and who is notified, the job queue and its look for idle conversations ask, and what is promised, every three seconds, whatever the walks do. */
const background =
  /^\s*(WITH which AS|with j as|SELECT ch\.id, ch\.organization_id)|parley_jobs|askedIfHelped|reopen_until|mailedUpTo|WHERE is_active AND type = \$1|FROM settings p WHERE|c\.updated_at > now\(\)|^SELECT \(extract\(epoch FROM clock_timestamp\(\)\)|FROM agents WHERE picture_id IS NOT NULL|notification_choices/;
/** The search index follows a second later, on a timer of its own. */
const later = /search[\\/]indexer/;
/** Whether this is done for it. The places are asked for as they are: to write them down for people takes a millisecond. */
function isForLater(): boolean {
  const asText = Error.prepareStackTrace;
  Error.prepareStackTrace = (_, places) => places.some((place) => later.test(place.getFileName() ?? ''));
  try {
    return new Error().stack as unknown as boolean;
  } finally {
    Error.prepareStackTrace = asText;
  }
}
/** Settings are read again every three seconds, two statements in a transaction of their own. */
const settings = /^SELECT (id, .* FROM settings|"Setting")/;
/** So are rules, in one statement. */
const rules = /^SELECT "AutomationRule"/;
const append = /^INSERT INTO messages/;
const control = /^(BEGIN|START TRANSACTION|COMMIT|ROLLBACK|SET )|set_config\('app/i;

let server: TestServer;
let model: FakeModel;
let agent: Socket;
let agentId: string;
let customer: Socket;

beforeAll(async () => {
  Error.stackTraceLimit = 100;
  const original = Client.prototype.query as (...args: unknown[]) => unknown;
  jest.spyOn(Client.prototype, 'query').mockImplementation(function (this: Client, ...args: unknown[]) {
    const [query] = args as [string | QueryConfig];
    const text = typeof query === 'string' ? query : query.text;
    if (text && !background.test(text) && !isForLater()) sent.push(text.replace(/\s+/g, ' ').trim());
    return original.apply(this, args);
  } as never);
  // An AI that has every conversation and never answers.
  model = await startFakeModel();
  model.behave('hang');
  const ai = { AI_PROVIDER: 'openai', AI_BASE_URL: model.baseUrl, AI_MODEL: 'm', AI_DEADLINE_SECONDS: '120' };
  server = await TestServer.create({
    env: { RATE_LIMITS: 'off', PARLEY_DEMO: 'off', ...ai },
    timing: { sweepEveryMs: 3_600_000 },
  });
  // Without an article the AI would hand over by itself, before anybody asks it to.
  const body = { title: 'Where is my parcel?', content: 'Your parcel is where its tracking page says.' };
  await server.request('POST', 'knowledge/articles', { body });
  const grace = await server.addAgent('Grace');
  agentId = grace.agentId;
  await server.request('PATCH', `agents/${agentId}`, { body: { maxConcurrentChats: 50 } });
  agent = await open(server.socket('/agent', { token: grace.token }));
  customer = await open(server.socket('/customer', { channelKey: server.channelKey }));
});
afterAll(async () => {
  await server?.close();
  await model?.close();
  jest.restoreAllMocks();
});

async function open(socket: Socket): Promise<Socket> {
  await new Promise((resolve, reject) => socket.once('ready', resolve).once('connect_error', reject));
  return socket;
}

// Tests read what they expect.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
async function call(socket: Socket, event: string, payload: object = {}): Promise<any> {
  const answer = (await socket.timeout(60_000).emitWithAck(event, payload)) as { ok: boolean };
  expect(answer).toMatchObject({ ok: true });
  return answer;
}

const write = (socket: Socket, said: object = {}) =>
  call(socket, 'message:send', { clientMessageId: randomUUID(), text: 'Where is my parcel?', ...said });

/** What is renewed by the clock, and the transactions around it: a walk is over whether or not it is just then. */
const isRenewal = (text: string) => control.test(text) || settings.test(text) || rules.test(text);

/** Resolves once nothing of a walk was sent for a while, and nothing at all at that moment. */
async function quiet(): Promise<void> {
  let [before, looks] = [-1, 0];
  let [all, still] = [-1, 0];
  await eventually(
    () => {
      const ofWalk = sent.filter((text) => !isRenewal(text)).length;
      looks = ofWalk === before ? looks + 1 : 0;
      still = sent.length === all ? still + 1 : 0;
      [before, all] = [ofWalk, sent.length];
      // Places in the queue are told half a second later.
      return looks >= 40 && still >= 5;
    },
    { every: 50 },
  );
}

/** What the walk sends, from its beginning until nothing of it is left. */
async function walk(work: () => Promise<unknown>) {
  await quiet();
  sent.length = 0;
  await work();
  await quiet();
  const all = sent.filter((text) => !control.test(text));
  const statements = all.filter((text) => !settings.test(text) && !rules.test(text));
  const ofRules = all.filter((text) => rules.test(text)).length;
  const reads = (all.length - statements.length - ofRules) / 2 + ofRules;
  return { statements, control: sent.length - all.length - 3 * reads };
}

/** A customer whose session the AI has. */
async function newcomer(): Promise<{ socket: Socket; sessionId: string }> {
  const socket = await open(server.socket('/customer', { channelKey: server.channelKey }));
  const { message } = await write(socket);
  return { socket, sessionId: message.sessionId };
}

test('A message in a conversation at work: its append, and its row', async () => {
  const { message } = await write(customer);
  await call(agent, 'session:claim', { sessionId: message.sessionId });
  const { statements, control } = await walk(() => write(customer));
  expect(statements.map((text) => text.slice(0, 20))).toEqual([
    'INSERT INTO messages',
    'WITH r AS (SELECT * ',
  ]);
  expect(control).toBe(0);
  const answer = await walk(() => write(agent, { sessionId: message.sessionId, text: 'On its way.' }));
  expect(answer.statements).toHaveLength(2);
});

test('A handover: the same number whatever the agent holds, without a secret', async () => {
  await call(agent, 'presence:set', { status: 'online' });
  const seen = [];
  for (const held of [0, 40]) {
    while (seen.length > 0 && (await holding()) < held) {
      const { socket } = await newcomer();
      await call(socket, 'session:request_human');
    }
    seen.push(await smallest(() => handover()));
  }
  const counts = seen.map(({ statements, control }) => [statements.length, control]);
  expect(counts[1]).toEqual(counts[0]);
  // Whether they are blocked; its row, its story, what agents know, whether and what is remembered, for the packet; whose turn it
  // is, who has room; the append and the row; then what is remembered of it: whether, what was, and what is.
  expect(counts[0]![0]).toBeLessThanOrEqual(13);
  expect(counts[0]![1]).toBeLessThanOrEqual(18);
  for (const { statements } of seen) expect(statements.filter((text) => append.test(text))).toHaveLength(1);
  for (const { statements } of seen) expect(statements.join()).not.toMatch(/password/);
});

async function handover() {
  const { socket } = await newcomer();
  return walk(() => call(socket, 'session:request_human'));
}

/** Of three: what the node does by its timers meanwhile is not the walk's. */
async function smallest(walked: () => ReturnType<typeof walk>) {
  const all = [await walked(), await walked(), await walked()];
  return all.sort((a, b) => a.statements.length + a.control - b.statements.length - b.control)[0]!;
}

async function holding(): Promise<number> {
  const [row] = await server.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM sessions WHERE status = 'with_agent'`,
  );
  return row!.n;
}

test('A claim, and an open', async () => {
  await call(agent, 'presence:set', { status: 'away' });
  const { socket, sessionId } = await newcomer();
  await call(socket, 'session:request_human');
  const claim = await walk(() => call(agent, 'session:claim', { sessionId }));
  // The append, the log's end, the row, and whoever waits: for the queue's work and for the places in it.
  expect(claim.statements.length).toBeLessThanOrEqual(5);
  const opened = await walk(() => call(agent, 'session:open', { sessionId }));
  expect(opened.statements.length).toBeLessThanOrEqual(4);
  expect(opened.statements.filter((text) => text.includes('FROM sessions s'))).toHaveLength(1);
  expect([...claim.statements, ...opened.statements].join()).not.toMatch(/password/);
});

/** The one way in which a hash is looked at, and stays where it is. */
const stamped = "left(encode(sha256(convert_to(u.password_hash, 'UTF8')), 'hex'), 16) AS \"passwordStamp\"";

test('An article, by somebody whom this node has not seen lately: one look at who it is, without a secret', async () => {
  const { token } = await server.addAgent('Ada', 'supervisor');
  const body = { title: 'Returns', content: 'Within 30 days.' };
  const { statements } = await walk(() => server.request('POST', 'knowledge/articles', { body, token }));
  expect(statements.length).toBeLessThanOrEqual(12);
  expect(statements.filter((text) => /\busers\b/.test(text))).toHaveLength(1);
  expect(statements.join()).toContain(stamped);
  expect(statements.join().replace(stamped, '')).not.toMatch(/password/);
});

test('The first message of a conversation: its session is looked for and opened, and nothing is read again', async () => {
  const socket = await open(server.socket('/customer', { channelKey: server.channelKey }));
  await quiet();
  sent.length = 0;
  await write(socket);
  const statements = sent.filter((text) => !control.test(text)).map((text) => text.slice(0, 12));
  // The one that is open or was before, whether it was sent before, and that it is opened.
  expect(statements.filter((text) => text === 'SELECT s.id,')).toHaveLength(1);
  expect(statements.filter((text) => text === 'SELECT m.seq')).toHaveLength(1);
  expect(statements.filter((text) => text === 'WITH known A')).toHaveLength(1);
});
