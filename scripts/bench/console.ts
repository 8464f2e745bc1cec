// What the console costs an agent's browser: its bundles, the list from a cold start, opening a conversation among many, and the memory of a tab in which many were opened.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { Pool } from 'pg';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { launchChromium } from '../../test/dev-env/chromium';
import { channelId, fillOrganization } from './growth';
import { judge } from './limits';
import { median } from './load';
import type { Program } from './processes';

const assets = join(__dirname, '../../public/console/assets');
const sizes = [1_000, 100_000];
const openings = { few: 50, many: 500 };
/** So many of them after a look at the one before; the others as fast as the key can be pressed. */
const calm = 100;
const lookMs = 500;
const coldStarts = 7;
const messagesPerSession = 10;

/** Prints its tables. @param program Parley on a database of its own */
export async function benchConsole(program: Program, password: string): Promise<void> {
  printBundles();
  const browser = await launchChromium();
  const owner = new Pool({ connectionString: program.ready['databaseUrl'], max: 1 });
  console.log(
    `\n| sessions | list, cold: ms (median of ${coldStarts}) | conversation open, after a look at the last: ms (median, p95) ` +
      `| without one ` +
      `| heap after ${openings.few} openings, MB | after ${openings.many} | ratio |`,
  );
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  try {
    const measured: Measured[] = [];
    for (const size of sizes) {
      await fill(owner, size);
      measured.push(await measureAt(size, () => signIn(browser, program, password)));
    }
    const { list, opening, grown } = measured.at(-1)!;
    judge({ what: 'the list, cold', value: list, limit: 1_500, unit: 'ms', digits: 0 });
    judge({ what: `opening one of ${sizes.at(-1)}`, value: opening, limit: 100, unit: 'ms', digits: 0 });
    judge({ what: 'the heap, times that of few openings', value: grown, limit: 1.3, digits: 2 });
  } finally {
    await owner.end();
    await browser.close();
  }
}

function printBundles(): void {
  const files = readdirSync(assets).filter((name) => /\.(js|css)$/.test(name));
  const html = readFileSync(join(assets, '../index.html'), 'utf8');
  const first = files.filter((name) => html.includes(name));
  const bytes = (names: string[]): number =>
    names.reduce((total, name) => total + gzipSync(readFileSync(join(assets, name))).length, 0);
  console.log('\n| console, gzipped | files | bytes |\n| --- | --- | --- |');
  console.log(`| before its first page | ${first.length} | ${bytes(first)} |`);
  console.log(`| all of it | ${files.length} | ${bytes(files)} |`);
  judge({ what: 'before the first page', value: bytes(first), limit: 256_000, unit: 'bytes', digits: 0 });
}

/**
 * Adds closed sessions with words in them, up to `total`, to the organization that the server began with. Their logs say that they are
 * closed: the log is the truth, and a row that says something else changes while it is measured. */
async function fill(owner: Pool, total: number): Promise<void> {
  const { rows } = await owner.query<{ id: string; agentId: string }>(
    'SELECT organization_id AS id, id AS "agentId" FROM agents LIMIT 1',
  );
  await owner.query(
    `INSERT INTO channels (id, organization_id, name, type, config, key)
     VALUES (${channelId}, $1, 'Web', 'web', '{}', 'bench') ON CONFLICT DO NOTHING`,
    [rows[0]!.id],
  );
  await fillOrganization(owner, rows[0]!, total);
  await owner.query(
    `INSERT INTO messages (session_id, seq, organization_id, customer_id, channel_id, client_message_id, sender, type, timestamp, is_read, doc)
     SELECT s.id, seq, s.organization_id, s.customer_id, s.channel_id, md5(s.id::text || seq), sender, type, s.started_at, false,
       jsonb_build_object('id', gen_random_uuid(), 'type', type, 'sender', sender, 'content', content,
         'metadata', '{}'::jsonb, 'timestamp', s.started_at)
     FROM sessions s, generate_series(1, $1::int) seq,
       LATERAL (SELECT CASE WHEN seq = $1::int AND s.status = 'closed' THEN 'system' ELSE 'text' END AS type) kind,
       LATERAL (SELECT CASE WHEN type = 'system' THEN type WHEN seq % 2 = 1 THEN 'customer' ELSE 'ai' END AS sender,
         CASE WHEN type = 'system' THEN '{"systemAction": "closed", "data": {"by": "ai"}}'::jsonb
           ELSE jsonb_build_object('text', repeat('Where is my parcel? ', 6)) END AS content) said ON CONFLICT DO NOTHING`,
    [messagesPerSession],
  );
  await owner.query('VACUUM ANALYZE messages');
}

/** Milliseconds, and how many times the heap of few openings that of many is. */
interface Measured {
  list: number;
  opening: number;
  grown: number;
}

async function measureAt(size: number, signedIn: () => Promise<Page>): Promise<Measured> {
  const lists: number[] = [];
  for (let n = 1; n < coldStarts; n += 1) {
    const page = await signedIn();
    lists.push(await coldListMs(page));
    await page.context().close();
  }
  const page = await signedIn();
  lists.push(await coldListMs(page));
  const debug = await page.context().newCDPSession(page);
  const times: number[] = [];
  const heaps: number[] = [];
  for (let n = 1; n <= openings.many; n += 1) {
    if (n <= calm) await setTimeout(lookMs);
    times.push(await page.evaluate<number>(openNext));
    if (n === openings.few || n === openings.many) heaps.push(await heapBytes(debug));
  }
  await page.context().close();
  const [few = 0, many = 0] = heaps;
  console.log(
    `| ${size} | ${median(lists).toFixed(0)} | ${middle(times.slice(0, calm))} | ${middle(times.slice(calm))} ` +
      `| ${(few / 1e6).toFixed(1)} | ${(many / 1e6).toFixed(1)} | ${(many / few).toFixed(2)} |`,
  );
  return { list: median(lists), opening: median(times.slice(0, calm)), grown: many / few };
}

function middle(times: number[]): string {
  const p95 = times.sort((one, other) => one - other)[Math.floor(times.length * 0.95)]!;
  return `${median(times).toFixed(0)}, ${p95.toFixed(0)}`;
}

async function signIn(browser: Browser, program: Program, password: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto(`${program.ready['url']}/console/inbox?tab=closed`);
  await page.getByLabel('E-mail').fill(program.ready['email']!);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.locator('.row').first().waitFor();
  return page;
}

/** From asking for the page, with nothing of it cached, to the first row: milliseconds. */
async function coldListMs(page: Page): Promise<number> {
  const debug = await page.context().newCDPSession(page);
  await debug.send('Network.clearBrowserCache');
  const began = performance.now();
  await page.reload({ waitUntil: 'commit' });
  await page.locator('.row').first().waitFor();
  return performance.now() - began;
}

/**
 * Runs in the page: from the key to the first words of the next conversation, in milliseconds. Its row is marked once it
 * is drawn: until then what is on the page, and may change there, is the last one's.
 */
const openNext = `new Promise((resolve, reject) => {
  const path = location.pathname;
  const before = document.querySelector('.bubble');
  const began = performance.now();
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', code: 'KeyJ', bubbles: true }));
  const look = () => {
    const took = performance.now() - began;
    const bubble = document.querySelector('.bubble');
    const drawn = document.querySelector('.row[aria-current]')?.pathname === location.pathname;
    if (location.pathname !== path && drawn && bubble && bubble !== before) resolve(took);
    else if (took > 120000) reject(new Error('nothing opened after ' + path));
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})`;

async function heapBytes(debug: CDPSession): Promise<number> {
  await debug.send('HeapProfiler.collectGarbage');
  await debug.send('HeapProfiler.collectGarbage');
  return (await debug.send('Runtime.getHeapUsage')).usedSize;
}
