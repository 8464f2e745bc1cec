// Webhooks of many customers, each one to five times, shuffled, in parallel, to two processes on one database: every message
// is in the log once, and states only go forward. What was pending together is in the order in which the provider says it was.
import { mkdtempSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { Client } from 'pg';
import { eventually } from '../../src/tools/eventually';
import { startFakeWhatsApp, type FakeWhatsApp } from '../../test/dev-env/fake-whatsapp';
import { asAdmin, connectNumber } from './admin';
import { killableServer, type KillableServer } from './server';

export interface WebhooksOptions {
  webhooks: number;
  customers: number;
  /** DATABASE_URL and REDIS_URL. */
  stores: Record<string, string>;
}

export interface WebhooksReport {
  posted: number;
  refused: number;
  messages: number;
  sessions: number;
  answers: number;
  states: number;
  wrong: string[];
}

const atOnce = 32;
const settleMs = 15 * 60_000;

export async function webhooks(
  options: WebhooksOptions,
  say: (line: string) => void,
): Promise<WebhooksReport> {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-fault-'));
  chmodSync(dataDir, 0o755);
  const meta = await startFakeWhatsApp();
  const env = {
    ...options.stores,
    FETCH_ALLOW: '127.0.0.0/8',
    EMBEDDINGS: 'off',
    SECRETS_KEY: 'the key of both processes, long enough',
  };
  const nodes = await Promise.all(
    ['a', 'b'].map((name) => killableServer({ ...env, DATA_DIR: join(dataDir, name) })),
  );
  const database = new Client({ connectionString: options.stores['DATABASE_URL']! });
  try {
    await database.connect();
    return await run({ meta, nodes, database }, options, say);
  } finally {
    await Promise.all(nodes.map((node) => node.stop()));
    await database.end();
    await meta.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

interface World {
  meta: FakeWhatsApp;
  nodes: KillableServer[];
  database: Client;
}

async function run(
  world: World,
  { webhooks: count, customers }: WebhooksOptions,
  say: (line: string) => void,
): Promise<WebhooksReport> {
  const { meta, nodes, database } = world;
  // The first half waits until somebody works on it: it is pending together.
  for (const node of nodes) await node.start({ PARLEY_ROLE: 'web' });
  const path = await connectNumber(await asAdmin(nodes[0]!), meta);
  await watchStates(database);
  const bodies = Array.from({ length: count }, (_, index) => bodyOf(meta, index, { count, customers }));
  const half = Math.floor(count / 2);
  const first = await post(world, path, copies(bodies.slice(0, half)));
  say(`${first.posted} webhooks of ${half} messages are stored, and both processes are killed`);
  for (const node of nodes) await node.kill();
  for (const node of nodes) await node.start();
  const second = await post(world, path, copies(bodies.slice(half)));
  say(`${second.posted} webhooks of ${count - half} messages came while the first ones were worked on`);
  await settled(database);
  const states = await postStates(world, path);
  await settled(database);
  const wrong = await look(database, { count, customers, half });
  const { rows } = await database.query<{ messages: number; sessions: number; answers: number }>(
    `SELECT (SELECT count(*)::int FROM messages WHERE sender = 'customer') AS messages,
       (SELECT count(*)::int FROM sessions) AS sessions, (SELECT count(*)::int FROM deliveries) AS answers`,
  );
  const posted = first.posted + second.posted;
  return { posted, refused: first.refused + second.refused, ...rows[0]!, states, wrong };
}

interface Load {
  count: number;
  customers: number;
}

/** Half of them write again and again; each of the others asks once, at the end, and gets an answer. */
function customerOf(index: number, { count, customers }: Load): number {
  const half = Math.floor(customers / 2);
  const once = index - (count - half);
  return once >= 0 ? half + once : index % half;
}

const began = Math.floor(Date.now() / 1000) - 6 * 3_600;

function bodyOf(meta: FakeWhatsApp, index: number, all: Load): object {
  const customer = customerOf(index, all);
  const sender = { phone: String(491_700_000_000 + customer), name: `Customer ${customer}` };
  const at = began + index;
  return meta.says({ ...sender, at }, `How long does a refund take? (${index})`, `wamid.${index}`);
}

/** Each one to five times: the same bytes, or in another envelope. Shuffled. */
function copies(bodies: readonly object[]): object[] {
  const all = bodies.flatMap((body) =>
    Array.from({ length: 1 + Math.floor(Math.random() * 5) }, (_, n) =>
      n % 2 === 0 ? body : { ...body, envelope: n },
    ),
  );
  return shuffled(all);
}

function shuffled<T>(list: T[]): T[] {
  for (let last = list.length - 1; last > 0; last -= 1) {
    const other = Math.floor(Math.random() * (last + 1));
    [list[last], list[other]] = [list[other]!, list[last]!];
  }
  return list;
}

/** As Meta does: what is not answered with 200 comes again. */
async function post(
  { meta, nodes }: World,
  path: string,
  bodies: readonly object[],
): Promise<{ posted: number; refused: number }> {
  const limit = pLimit(atOnce);
  let refused = 0;
  await limit.map(bodies, async (body) => {
    const { url } = nodes[Math.floor(Math.random() * nodes.length)]!;
    await eventually(
      async () => {
        const answer = await meta.post(`${url}${path}`, body);
        await answer.arrayBuffer();
        refused += answer.status === 200 ? 0 : 1;
        return answer.status === 200;
      },
      { within: 60_000, every: 200 },
    );
  });
  return { posted: bodies.length, refused };
}

/** What was sent was sent, delivered and read, and Meta says so out of order and more than once. */
async function postStates(world: World, path: string): Promise<number> {
  const states = world.meta.delivered.flatMap(({ id }) =>
    ['sent', 'delivered', 'read'].map((state) => world.meta.state(id, state)),
  );
  return (await post(world, path, copies(states))).posted;
}

async function settled(database: Client): Promise<void> {
  let quiet = 0;
  await eventually(
    async () => {
      const { rows } = await database.query<{ open: number }>(
        `SELECT (SELECT count(*) FROM inbound_events WHERE status = 'pending')::int +
           (SELECT count(*) FROM deliveries WHERE state IN ('queued', 'sending'))::int AS open`,
      );
      quiet = rows[0]!.open === 0 ? quiet + 1 : 0;
      return quiet >= 5;
    },
    { within: settleMs, every: 1_000 },
  );
}

/** Notes every state that a message and its row go through. */
async function watchStates(database: Client): Promise<void> {
  await database.query(`
    CREATE TABLE fault_states (place text, was text, is_now text);
    CREATE FUNCTION fault_note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN
      IF TG_TABLE_NAME = 'deliveries' THEN
        INSERT INTO public.fault_states VALUES ('row', OLD.state, NEW.state);
      ELSE
        INSERT INTO public.fault_states VALUES ('log', OLD.doc ->> 'delivery', NEW.doc ->> 'delivery');
      END IF;
      RETURN NULL;
    END $$;
    CREATE TRIGGER fault_states AFTER UPDATE ON deliveries FOR EACH ROW EXECUTE FUNCTION fault_note();
    CREATE TRIGGER fault_states AFTER UPDATE ON messages FOR EACH ROW EXECUTE FUNCTION fault_note()`);
}

const order = `ARRAY['queued', 'sending', 'uncertain', 'sent', 'failed', 'delivered', 'read']`;

/** Sentences; none when all is right. */
async function look(
  database: Client,
  { count, customers, half }: { count: number; customers: number; half: number },
): Promise<string[]> {
  const number = async (text: string, values: unknown[] = []) =>
    (await database.query<{ n: number }>(`SELECT (${text})::int AS n`, values)).rows[0]!.n;
  const inOrder = `SELECT count(*) FROM (
      SELECT index, lag(index) OVER (PARTITION BY session_id ORDER BY seq) AS before FROM (
        SELECT session_id, seq, substring(channel_message_id FROM '[0-9]+$')::int AS index
        FROM messages WHERE sender = 'customer') AS one WHERE index < $1) AS pair WHERE index < before`;
  const found: Array<[string, number, number]> = [
    ['messages', await number(`SELECT count(*) FROM messages WHERE sender = 'customer'`), count],
    [
      'different messages',
      await number(`SELECT count(DISTINCT channel_message_id) FROM messages WHERE sender = 'customer'`),
      count,
    ],
    [
      'customers with a number',
      await number(`SELECT count(DISTINCT customer_id) FROM messages WHERE sender = 'customer'`),
      customers,
    ],
    ['sessions', await number('SELECT count(*) FROM sessions'), customers],
    ['pairs out of order among those that were pending together', await number(inOrder, [half]), 0],
    [
      'steps backwards',
      await number(
        `SELECT count(*) FROM fault_states WHERE array_position(${order}, is_now) < array_position(${order}, was)`,
      ),
      0,
    ],
    ['answers not read', await number(`SELECT count(*) FROM deliveries WHERE state <> 'read'`), 0],
    [
      'answers that the log does not call read',
      await number(
        `SELECT count(*) FROM deliveries d JOIN messages m ON m.session_id = d.session_id AND m.seq = d.seq
         WHERE m.doc ->> 'delivery' IS DISTINCT FROM 'read'`,
      ),
      0,
    ],
    [
      'events that are not done',
      await number(`SELECT count(*) FROM inbound_events WHERE status <> 'done'`),
      0,
    ],
  ];
  return found
    .filter(([, is, should]) => is !== should)
    .map(([what, is, should]) => `${what}: ${is}, not ${should}`);
}
