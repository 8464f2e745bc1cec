// Webhooks of WhatsApp, from POST to 200, beside an Express 5 hello: as many as each takes, alternating; then a steady offer, after
// which every message must stand in the log, once.
import { createHmac, randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { eventually } from '../../src/tools/eventually';
import { judge } from './limits';
import { median } from './load';
import type { Program } from './processes';

const connections = 256;
const customers = 200;
const mostPerSecond = 8_000;
const [leastRatio, mostP99] = [2.5, 250];
const config = {
  phoneNumberId: '106540352242922',
  accessToken: 'a',
  appSecret: 'a-secret',
  verifyToken: 'v',
};

type Asked = { url: string; request(): Buffer };

/** What is sent over one connection, one request after the other. */
function caller(url: string): Promise<{ ask(request: Buffer): Promise<number>; close(): void }> {
  const { port, hostname } = new URL(url);
  return new Promise((resolve, reject) => {
    let waiting: ((status: number) => void) | undefined;
    const socket: Socket = connect(Number(port), hostname);
    socket.setNoDelay(true).on('error', reject);
    // Answers are short: one piece each.
    socket.on('data', (piece) => waiting?.(Number(piece.subarray(9, 12).toString('latin1'))));
    socket.on('close', () => waiting?.(0));
    socket.on('connect', () =>
      resolve({
        ask: (request) =>
          new Promise((done) => {
            waiting = done;
            socket.write(request);
          }),
        close: () => socket.destroy(),
      }),
    );
  });
}

async function perSecond({ url, request }: Asked, seconds: number): Promise<number> {
  // Made and signed before the clock runs: that is the provider's work.
  const ready = Array.from({ length: mostPerSecond * seconds }, request);
  const callers = await Promise.all(Array.from({ length: connections }, () => caller(url)));
  let answered = 0;
  const began = performance.now();
  const end = began + seconds * 1_000;
  await Promise.all(
    callers.map(async ({ ask }) => {
      while (performance.now() < end) {
        const status = await ask(ready.pop() ?? request());
        if (status !== 200) throw new Error(`Answered ${status}.`);
        answered += 1;
      }
    }),
  );
  const took = (performance.now() - began) / 1_000;
  for (const { close } of callers) close();
  return answered / took;
}

/** @returns milliseconds from when each was due to its answer */
async function offered({ url, request }: Asked, rate: number, seconds: number): Promise<number[]> {
  const free = await Promise.all(Array.from({ length: connections }, () => caller(url)));
  const all = [...free];
  const latencies: number[] = [];
  const due: number[] = [];
  const running = new Set<Promise<void>>();
  const began = performance.now();
  let made = 0;
  const next = (): void => {
    while (due.length > 0 && free.length > 0) {
      const at = due.shift()!;
      const one = free.pop()!;
      const done = one.ask(request()).then((status) => {
        latencies.push(status === 200 ? performance.now() - at : Infinity);
        free.push(one);
        running.delete(done);
        next();
      });
      running.add(done);
    }
  };
  while (made < rate * seconds) {
    await pause(5);
    const now = performance.now();
    for (; made < rate * seconds && began + (made * 1_000) / rate <= now; made += 1)
      due.push(began + (made * 1_000) / rate);
    next();
  }
  while (running.size > 0 || due.length > 0) await Promise.all(running);
  for (const { close } of all) close();
  return latencies.sort((a, b) => a - b);
}

async function channel(program: Program): Promise<string> {
  const { url, email, password } = program.ready as Record<'url' | 'email' | 'password', string>;
  const post = async <T>(path: string, body: object, token?: string): Promise<T> => {
    const answer = await fetch(`${url}/api/v1/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const { accessToken } = await post<{ accessToken: string }>('auth/login', { email, password });
  const made = {
    name: 'WhatsApp',
    type: 'whatsapp',
    config: { ...config, graphBaseUrl: 'http://127.0.0.1:9' },
  };
  return `/webhooks/whatsapp/${(await post<{ id: string }>('channels', made, accessToken)).id}`;
}

/** Signed messages of many customers, each with an id of its own. */
function messages(path: string): { request(): Buffer; ids: string[] } {
  const ids: string[] = [];
  const request = (): Buffer => {
    const id = `wamid.${randomUUID()}`;
    const from = String(491_700_000_000 + (ids.length % customers));
    ids.push(id);
    const message = {
      from,
      id,
      timestamp: String(Math.floor(Date.now() / 1000)),
      type: 'text',
      text: { body: `Hello ${id}` },
    };
    const value = {
      messaging_product: 'whatsapp',
      metadata: { display_phone_number: '15550100', phone_number_id: config.phoneNumberId },
      contacts: [{ profile: { name: `Customer ${from}` }, wa_id: from }],
      messages: [message],
    };
    const body = JSON.stringify({
      object: 'whatsapp_business_account',
      entry: [{ id: '1', changes: [{ field: 'messages', value }] }],
    });
    const signature = createHmac('sha256', config.appSecret).update(body).digest('hex');
    return Buffer.from(
      `POST ${path} HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\nx-hub-signature-256: sha256=${signature}\r\n` +
        `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  };
  return { request, ids };
}

/** How many of these are in the log, and how many are there more than once. */
async function stored(databaseUrl: string, ids: readonly string[]): Promise<{ found: number; rows: number }> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ found: number; rows: number }>(
      `SELECT count(DISTINCT channel_message_id)::int AS found, count(*)::int AS rows FROM messages
       WHERE channel_message_id = ANY ($1)`,
      [ids],
    );
    return rows[0]!;
  } finally {
    await client.end();
  }
}

export interface WebhookBench {
  /** A node that takes them in and leaves the work to others (`--role=web`), as hello does none. */
  intake: Program;
  /** One that does all of it, for the offer. */
  whole: Program;
  wholeDatabase: string;
  hello: Program;
  rounds: number;
  seconds: number;
  offerSeconds: number;
}

export async function benchWebhooks(bench: WebhookBench): Promise<void> {
  const { intake, hello, rounds, seconds } = bench;
  const ours = { url: intake.ready['url']!, request: messages(await channel(intake)).request };
  const greeting = Buffer.from('GET / HTTP/1.1\r\nhost: bench\r\n\r\n');
  const theirs = { url: hello.ready['url']!, request: () => greeting };
  const rates: Record<'ours' | 'theirs', number[]> = { ours: [], theirs: [] };
  for (let n = 0; n <= rounds; n += 1) {
    const pair = [
      await perSecond(theirs, n === 0 ? 2 : seconds),
      await perSecond(ours, n === 0 ? 2 : seconds),
    ] as const;
    // The first round warms code, caches and plans.
    if (n > 0) {
      rates.theirs.push(pair[0]);
      rates.ours.push(pair[1]);
    }
  }
  const ratio = median(rates.ours) / median(rates.theirs);
  const list = (values: number[]) => values.map((value) => value.toFixed(0)).join(', ');
  console.log(`\nWebhooks: ${rounds} rounds of ${seconds} s each, alternating, ${connections} connections.`);
  console.log(`Express 5 hello: ${median(rates.theirs).toFixed(0)}/s (${list(rates.theirs)})`);
  console.log(`POST to 200, stored: ${median(rates.ours).toFixed(0)}/s (${list(rates.ours)})`);
  judge({ what: 'POST to 200 beside it', value: ratio, limit: leastRatio, least: true, digits: 2 });
  await offer(bench);
}

async function offer({ whole, wholeDatabase, offerSeconds }: WebhookBench): Promise<void> {
  const { request, ids } = messages(await channel(whole));
  const target = { url: whole.ready['url']!, request };
  await offered(target, 100, 2);
  const warm = ids.length;
  const latencies = await offered(target, 500, offerSeconds);
  const at = (part: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * part))]!;
  const figures = [0.5, 0.99, 1].map((part) => at(part).toFixed(1)).join(', ');
  console.log(
    `\n500 events/s offered for ${offerSeconds} s: ${latencies.length} answered; p50, p99, longest: ${figures} ms`,
  );
  judge({ what: 'p99', value: at(0.99), limit: mostP99, unit: 'ms' });
  const all = await eventually(
    async () => {
      const now = await stored(wholeDatabase, ids);
      return now.found === ids.length && now;
    },
    { within: 300_000, every: 2_000 },
  ).catch(() => stored(wholeDatabase, ids));
  console.log(`${ids.length} messages, ${warm} of them to warm up`);
  judge({ what: 'lost', value: ids.length - all.found, limit: 0, digits: 0 });
  judge({ what: 'doubled', value: all.rows - all.found, limit: 0, digits: 0 });
}
