// 200 customers write for a minute while the server is killed three times: nothing acked may be lost, doubled or swapped.
import { mkdtempSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, type Violation } from '../../test/dev-env/checker';
import { CustomerClient } from '../../test/dev-env/customer-client';
import { logsOf } from '../../test/dev-env/logs';
import { killableServer, type KillableServer } from './server';

export interface Kill9Options {
  customers: number;
  seconds: number;
  kills: number;
  /** DATABASE_URL, MONGO_URL, REDIS_URL for servers by URL; none for embedded stores. */
  stores: Record<string, string>;
}

export interface Kill9Report {
  sent: number;
  acked: number;
  sessions: number;
  messages: number;
  recoveries: number;
  p50: number;
  p99: number;
  slowest: number;
  violations: Violation[];
}

export async function kill9(options: Kill9Options, say: (line: string) => void): Promise<Kill9Report> {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-fault-'));
  chmodSync(dataDir, 0o755);
  const server = await killableServer({ DATA_DIR: dataDir, ...options.stores });
  try {
    await server.start();
    return await run(server, options, say);
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function run(
  server: KillableServer,
  options: Kill9Options,
  say: (line: string) => void,
): Promise<Kill9Report> {
  const token = await login(server);
  const channelKey = await webChannelKey(server, token);
  const clients = Array.from(
    { length: options.customers },
    (_, i) => new CustomerClient({ url: server.url, channelKey, name: `customer ${i}` }),
  );
  await Promise.all(clients.map((client) => client.ready()));
  say(`${clients.length} customers are connected`);
  const until = Date.now() + options.seconds * 1000;
  const writing = Promise.all(clients.map((client, i) => write(client, i, until)));
  for (let kill = 1; kill <= options.kills; kill += 1) {
    await sleep((options.seconds * 1000) / (options.kills + 1));
    await server.kill();
    const began = Date.now();
    await server.start();
    say(`kill ${kill}: ready again after ${Date.now() - began} ms`);
  }
  await writing;
  // The logs first, then a last sync: whatever a log held then, its client must show now.
  const logs = await logsOf({ url: server.url, token: await login(server) }, clients);
  await Promise.all(clients.map((client) => client.settle()));
  const histories = clients.map((client) => client.finish());
  const recoveries = clients.flatMap((client) => client.recoveries).sort((a, b) => a - b);
  const sent = histories.flatMap((history) => history.sent);
  const at = (share: number): number =>
    recoveries[Math.min(recoveries.length - 1, Math.floor(recoveries.length * share))] ?? 0;
  return {
    sent: sent.length,
    acked: sent.filter(({ outcome }) => outcome === 'ok').length,
    sessions: logs.size,
    messages: [...logs.values()].reduce((sum, log) => sum + log.length, 0),
    recoveries: recoveries.length,
    p50: at(0.5),
    p99: at(0.99),
    slowest: at(1),
    violations: check(histories, logs),
  };
}

async function write(client: CustomerClient, index: number, until: number): Promise<void> {
  for (let n = 0; Date.now() < until; n += 1) {
    await client.send(`message ${n} of customer ${index}`).catch(() => undefined);
    await sleep(100 + Math.random() * 300);
  }
}

async function login({ url, email, password }: KillableServer): Promise<string> {
  const { accessToken } = await json<{ accessToken: string }>(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  return accessToken;
}

async function webChannelKey({ url }: KillableServer, token: string): Promise<string> {
  const { items } = await json<{ items: Array<{ type: string; key: string }> }>(
    `${url}/api/v1/channels`,
    bearer(token),
  );
  return items.find(({ type }) => type === 'web')!.key;
}

const bearer = (token: string): RequestInit => ({ headers: { authorization: `Bearer ${token}` } });

async function json<T>(url: string, init: RequestInit): Promise<T> {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
