// kill -9 at every step of sending, each both before the database has taken the step and after: no message reaches a phone
// twice, none is forgotten, and what nobody can know is `uncertain`.
import { mkdtempSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { Message } from '../../src/protocol/model/message';
import type { Session } from '../../src/protocol/model/session';
import { eventually } from '../../src/tools/eventually';
import { startFakeWhatsApp, type Behaviour, type FakeWhatsApp } from '../../test/dev-env/fake-whatsapp';
import { asAdmin, connectNumber } from './admin';
import { killableServer, type KillableServer } from './server';

interface Point {
  name: string;
  /** The statement that waits while the process is killed. */
  step?: 'insert' | 'take' | 'begin' | 'settle' | 'tell';
  /** Whether the database goes through with it afterwards. */
  isTaken?: boolean;
  /** What the provider does instead. */
  provider?: Behaviour;
}

const steps = ['insert', 'take', 'begin', 'settle', 'tell'] as const;
const points: Point[] = [
  ...steps.flatMap((step) => [
    { name: `before '${step}'`, step, isTaken: false },
    { name: `after '${step}'`, step, isTaken: true },
  ]),
  { name: 'before the provider took it', provider: 'deaf' },
  { name: 'after the provider took it', provider: 'hang' },
];

/** Held by us while a process is to stop at a step. */
const lock = 0x6b696c6c;

interface World {
  meta: FakeWhatsApp;
  server: KillableServer;
  database: Client;
  path: string;
}

/** Sentences; none when all is right. */
export async function delivery(
  stores: Record<string, string>,
  say: (line: string) => void,
): Promise<string[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-fault-'));
  chmodSync(dataDir, 0o755);
  const meta = await startFakeWhatsApp();
  const env = { ...stores, DATA_DIR: dataDir, FETCH_ALLOW: '127.0.0.0/8', EMBEDDINGS: 'off' };
  const server = await killableServer(env);
  const database = new Client({ connectionString: stores['DATABASE_URL']! });
  const wrong: string[] = [];
  try {
    await database.connect();
    await server.start();
    const path = await connectNumber(await asAdmin(server), meta);
    await stopAtSteps(database);
    for (const point of points) {
      const said = await killAt({ meta, server, database, path }, point);
      say(`${point.name}: ${said.states.join(', ')}${said.wrong ? ` WRONG: ${said.wrong}` : ''}`);
      if (said.wrong) wrong.push(`${point.name}: ${said.wrong}`);
    }
    return wrong;
  } finally {
    await server.stop();
    await database.end();
    await meta.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** A statement of the step that is armed waits for our lock. */
async function stopAtSteps(database: Client): Promise<void> {
  await database.query(`
    CREATE TABLE fault_step (step text);
    CREATE FUNCTION fault_stop() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    DECLARE reached text;
    BEGIN
      IF TG_TABLE_NAME = 'messages' THEN
        reached := CASE WHEN NEW.doc ->> 'delivery' IN ('sent', 'delivered') AND
          OLD.doc ->> 'delivery' IS DISTINCT FROM NEW.doc ->> 'delivery' THEN 'tell' END;
      ELSIF TG_OP = 'INSERT' THEN reached := 'insert';
      ELSIF NEW.state = 'sending' AND OLD.state = 'queued' THEN reached := 'begin';
      ELSIF NEW.state = 'sent' AND OLD.state = 'sending' THEN reached := 'settle';
      ELSIF NEW.taken_at IS DISTINCT FROM OLD.taken_at THEN reached := 'take';
      END IF;
      IF EXISTS (SELECT FROM public.fault_step f WHERE f.step = reached) THEN
        PERFORM pg_advisory_xact_lock_shared(${lock});
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER fault_stop BEFORE INSERT OR UPDATE ON deliveries FOR EACH ROW EXECUTE FUNCTION fault_stop();
    CREATE TRIGGER fault_stop BEFORE UPDATE ON messages FOR EACH ROW EXECUTE FUNCTION fault_stop()`);
}

async function killAt(world: World, point: Point): Promise<{ states: string[]; wrong?: string }> {
  const { meta, server, database } = world;
  const sessionId = await heldSession(world);
  meta.delivered.length = 0;
  meta.asked = 0;
  if (point.provider) meta.behave(point.provider);
  if (point.step) await database.query('INSERT INTO fault_step VALUES ($1)', [point.step]);
  await database.query('SELECT pg_advisory_lock($1)', [lock]);
  const ask = await asAdmin(server);
  for (const text of ['one', 'two'])
    await ask('POST', `sessions/${sessionId}/messages`, { clientMessageId: `${sessionId}-${text}`, text });
  await eventually(async () => (point.step ? (await waiting(database)).length > 0 : meta.asked > 0), {
    within: 60_000,
  });
  await server.kill();
  if (point.isTaken === false)
    for (const pid of await waiting(database)) await database.query('SELECT pg_terminate_backend($1)', [pid]);
  await database.query('DELETE FROM fault_step');
  await database.query('SELECT pg_advisory_unlock($1)', [lock]);
  meta.behave('normal');
  await server.start();
  return judge(world, sessionId);
}

async function waiting(database: Client): Promise<number[]> {
  const { rows } = await database.query<{ pid: number }>(
    `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = $1 AND NOT granted`,
    [lock],
  );
  return rows.map(({ pid }) => pid);
}

let customers = 0;

/** A conversation that the admin holds: what is said in it is sent. */
async function heldSession({ meta, server, path }: World): Promise<string> {
  const name = `Customer ${(customers += 1)}`;
  const sender = { phone: String(491_700_000_000 + customers), name };
  await meta.post(`${server.url}${path}`, meta.says(sender, 'I want to talk to a person.'));
  const ask = await asAdmin(server);
  const { id } = await eventually(
    async () => {
      const { items } = await ask<{ items: Session[] }>('GET', 'sessions?limit=100');
      return items.find(({ customerName }) => customerName === name);
    },
    { within: 60_000 },
  );
  await ask('POST', `sessions/${id}/claim`, {});
  // What the AI said before is out of the way.
  await eventually(async () => (await ours(ask, id)).every(isSettled), { within: 60_000 });
  return id;
}

const isSettled = ({ delivery: state }: Message) =>
  state === undefined || !['queued', 'sending'].includes(state);

async function ours(ask: Awaited<ReturnType<typeof asAdmin>>, sessionId: string): Promise<Message[]> {
  const { items } = await ask<{ items: Message[] }>('GET', `sessions/${sessionId}/messages?limit=200`);
  return items.filter(({ sender }) => sender !== 'customer');
}

async function judge(
  { meta, server, database }: World,
  sessionId: string,
): Promise<{ states: string[]; wrong?: string }> {
  // The leases of who was killed run out; nobody waits for that here.
  const expire = `UPDATE deliveries SET leased_until = now() WHERE leased_until > now() AND taken_at < $1`;
  await database.query(expire, [new Date()]);
  const ask = await asAdmin(server);
  const replies = await eventually(
    async () => {
      const found = (await ours(ask, sessionId)).filter(({ sender }) => sender === 'agent');
      return found.length === 2 && found.every(isSettled) && found;
    },
    { within: 120_000, every: 250 },
  );
  const states = replies.map(({ content, delivery: state }) => `'${content.text}' is ${state}`);
  const taken = (text: string) =>
    meta.delivered.filter(({ message }) => (message['text'] as { body?: string })?.body === text).length;
  for (const { content, delivery: state } of replies) {
    const times = taken(content.text!);
    if (times > 1) return { states, wrong: `'${content.text}' was sent ${times} times` };
    if (state === 'sent' && times !== 1)
      return { states, wrong: `'${content.text}' is lost and called sent` };
    if (state !== 'sent' && state !== 'uncertain') return { states, wrong: `'${content.text}' is ${state}` };
  }
  return { states };
}
