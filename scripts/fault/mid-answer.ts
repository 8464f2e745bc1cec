// The server is killed -9 while the AI answers 100 customers: when everybody has an answer or a person again.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { eventually } from '../../src/tools/eventually';
import { CustomerClient } from '../../test/dev-env/customer-client';
import { startFakeModel } from '../../test/dev-env/fake-model';
import { asAdmin } from './admin';
import { killableServer } from './server';

const customers = 100;
/** Runs of the AI that are under way when it ends. */
const underWay = 20;
const ownedMs = 15_000;
const giveUpMs = 120_000;

/** Sentences; none when all is right. */
export async function midAnswer(
  stores: Record<string, string>,
  say: (line: string) => void,
): Promise<string[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-fault-'));
  chmodSync(dataDir, 0o755);
  const model = await startFakeModel();
  const ai = { AI_PROVIDER: 'openai', AI_BASE_URL: model.baseUrl, AI_MODEL: 'fake', EMBEDDINGS: 'off' };
  const server = await killableServer({ ...stores, ...ai, DATA_DIR: dataDir });
  const database = new Client({ connectionString: stores['DATABASE_URL']! });
  const clients: CustomerClient[] = [];
  try {
    await database.connect();
    await server.start();
    const ask = await asAdmin(server);
    const { items } = await ask<{ items: Array<{ type: string; key: string }> }>('GET', 'channels');
    const channelKey = items.find(({ type }) => type === 'web')!.key;
    for (let n = 0; n < customers; n += 1)
      clients.push(new CustomerClient({ url: server.url, channelKey, name: `customer ${n}` }));
    await Promise.all(clients.map((client) => client.ready()));
    model.behave('hang');
    await Promise.all(clients.map((client) => client.send('How long does a refund take?', giveUpMs)));
    await eventually(() => model.chats.length >= underWay);
    await server.kill();
    const killed = Date.now();
    await server.start();
    const ready = Date.now();
    const isOwned = await eventually(async () => (await without(database)) === 0, { within: giveUpMs }).catch(
      () => false,
    );
    const owned = Date.now();
    say(
      `${customers} customers, ${model.chats.length} questions at the model, which hangs: ready ${ready - killed} ms after the kill, ` +
        `everybody has an answer or a person ${owned - ready} ms later`,
    );
    if (!isOwned) return ['Some customers have nobody.'];
    return owned - ready > ownedMs ? ['Somebody waited too long for somebody.'] : [];
  } finally {
    for (const client of clients) client.finish();
    await server.stop();
    await model.close();
    await database.end();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Customers who wait for an answer, and for nobody. */
async function without(database: Client): Promise<number> {
  const { rows } = await database.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM sessions WHERE status = 'active' AND awaiting_since IS NOT NULL`,
  );
  return rows[0]!.n;
}
