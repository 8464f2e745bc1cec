// Mails are read in a thread: how long the caller's loop is held meanwhile, how long a mail takes, what is left in memory. Thirty bombs, then everyday
// mails, then the files of one.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { randomBytes } from 'node:crypto';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import MailComposer from 'nodemailer/lib/mail-composer';
import { createEmail } from '../../src/channels/email';
import { createSessionTokens } from '../../src/channels/email/session-token';
import { createMailReader } from '../../src/channels/email/reading/reader';
import { tooLargeToRead } from '../../src/channels/email/reading/mail';
import { mailBombs } from '../../test/dev-env/mail-bombs';
import { floors, judge } from './limits';

const rounds = 3;
const everyday = 500;
const fixtures = join(__dirname, '../../test/fixtures/email');
const mb = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MB`;

export async function benchMail(): Promise<void> {
  const reader = createMailReader();
  const mails = readdirSync(fixtures)
    .filter((name) => name.endsWith('.eml'))
    .map((name) => readFileSync(join(fixtures, name)));
  await reader.read(mails[0]!);
  console.log(`before: ${mb(process.memoryUsage.rss())}`);
  const idle: number[] = [];
  for (let n = 0; n < 30; n += 1)
    idle.push((await watched(() => new Promise((resolve) => setTimeout(resolve, 300)))).held);
  console.log(
    `the machine alone holds the loop ${Math.max(...idle).toFixed(0)} ms at most in 30 times 300 ms`,
  );
  for (let round = 1; round <= rounds; round += 1) await bombs(reader.read, round === 1);
  const times: number[] = [];
  const { held } = await watched(async () => {
    for (let n = 0; n < everyday; n += 1) {
      const began = performance.now();
      await reader.read(mails[n % mails.length]!);
      times.push(performance.now() - began);
    }
  });
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)]!.toFixed(1);
  console.log(
    `${everyday} everyday mails: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, loop held ${held.toFixed(0)} ms at most`,
  );
  judge({ what: 'the loop held by everyday mails', value: held, limit: floors.held, unit: 'ms', digits: 0 });
  await files(reader);
  await reader.close();
  console.log(`after the thread's end: ${mb(process.memoryUsage.rss())}`);
}

async function bombs(read: ReturnType<typeof createMailReader>['read'], tell: boolean): Promise<void> {
  let most = { held: 0, name: '' };
  let peak = 0;
  for (const [name, make] of Object.entries(mailBombs)) {
    const raw = make();
    const began = performance.now();
    const { held, value: mail } = await watched(() => read(raw));
    const outcome = mail.oddities.includes(tooLargeToRead) ? 'headers' : 'read';
    if (tell)
      console.log(
        `${(performance.now() - began).toFixed(0).padStart(6)} ms, loop held ${held.toFixed(0)} ms, ${outcome}: ${name}`,
      );
    if (held > most.held) most = { held, name };
    peak = Math.max(peak, process.memoryUsage.rss());
  }
  console.log(
    `${Object.keys(mailBombs).length} bombs: loop held ${most.held.toFixed(0)} ms at most (${most.name}); memory ${mb(peak)} at most, ${mb(process.memoryUsage.rss())} after`,
  );
  judge({ what: 'the loop held by bombs', value: most.held, limit: floors.held, unit: 'ms', digits: 0 });
}

/** Fifty files of half a megabyte in one mail, asked for at once, as they are fetched from it into our storage. */
async function files(reader: ReturnType<typeof createMailReader>): Promise<void> {
  const count = 50;
  const raw = await new MailComposer({
    from: 'mira@shop.example',
    text: 'Fifty files',
    attachments: Array.from({ length: count }, (_, n) => ({
      filename: `${n}.bin`,
      content: randomBytes(360 * 1024),
    })),
  })
    .compile()
    .build();
  const refuse = () => Promise.reject(new Error('Nothing is sent here.'));
  const channel = createEmail({
    reader,
    tokens: createSessionTokens('secret'),
    // As a database gives it: anew each time.
    rawOf: () => Promise.resolve(Buffer.from(raw)),
    authservId: 'bench',
    resolve: refuse,
    signIn: refuse,
  });
  let peak = 0;
  const looks = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 5);
  const before = process.memoryUsage.rss();
  const { held } = await watched(() =>
    Promise.all(
      Array.from({ length: count }, async (_, n) => {
        const { body } = await channel.fetchMedia!({}, { id: `key/${n}` }, 'channel');
        await pipeline(body, new Writable({ write: (_part, _encoding, done) => done() }));
      }),
    ),
  );
  clearInterval(looks);
  console.log(
    `${count} files of one mail of ${mb(raw.length)}: memory ${mb(before)} before, ${mb(peak)} at most, loop held ${held.toFixed(0)} ms at most`,
  );
}

/** @returns also the longest that the loop was held beyond its beat, in ms */
async function watched<T>(work: () => Promise<T>): Promise<{ held: number; value: T }> {
  const beat = 2;
  const delay = monitorEventLoopDelay({ resolution: beat });
  // What was done before has its turn first.
  for (let n = 0; n < 3; n += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  delay.enable();
  await new Promise((resolve) => setTimeout(resolve, 10));
  delay.reset();
  const value = await work();
  delay.disable();
  return { held: Math.max(0, delay.max / 1e6 - beat), value };
}
