// `npm run doctor`: looks at everything that Parley needs, from outside as its users reach it, and says in plain words what to
// do. It changes nothing, and runs beside a Parley that runs.
import { statfs } from 'node:fs/promises';
import { sealOf } from '../app/operations/secrets';
import { createConfigSeal } from '../channels/config-seal';
import { emailSettings, type EmailSettings } from '../channels/email/settings';
import { whatsappSettings } from '../channels/whatsapp/settings';
import { readConfig, type Config } from '../config';
import { createLog } from '../log';
import { createResolveSafeHost } from '../tools/safe-address';
import { withPostgres } from './backup';
import { causeOf, fetchOwn, type Finding } from './doctor-finding';
import { lookAtMail, type Dns } from './doctor-mail';
import { lookAtProxy, lookAtServer } from './doctor-server';
import { runProgram } from './program';

export interface DoctorDeps {
  config: Config;
  /** Where this machine reaches Parley. */
  localUrl: string;
  dns: Dns;
}

interface ChannelRow {
  id: string;
  type: string;
  name: string;
  config: Record<string, unknown>;
  health: { ok?: boolean; lastError?: string };
}

const [littleSpace, noSpace] = [1024 ** 3, 100 * 1024 ** 2];
const [smallSkewMs, skewMs] = [2_000, 30_000];

export async function examine({ config, localUrl, dns }: DoctorDeps): Promise<Finding[]> {
  const findings = [await lookAtDisk(config.dataDir), ...(await lookAtServer(localUrl))];
  if (config.publicUrl !== undefined) findings.push(...(await lookAtProxy(config)));
  else
    findings.push({
      state: 'look',
      what: 'PUBLIC_URL is not set.',
      todo: 'Set it to the address that customers and providers reach, once there is one: links in mails and webhooks need it.',
    });
  const channels = await withPostgres({ config, log: createLog('silent') }, async (client) => {
    const { rows: clocks } = await client.query<{ now: Date }>('SELECT now()');
    findings.push(clockOf(Date.now() - clocks[0]!.now.getTime()));
    const { rows } = await client.query<ChannelRow>(
      'SELECT id, type, name, config, health FROM channels WHERE is_active ORDER BY created_at',
    );
    return rows;
  }).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    findings.push({
      state: 'wrong',
      what: `The database does not answer: ${why}`,
      todo: 'Start it, or set DATA_DIR or DATABASE_URL to what it is started with.',
    });
    return [];
  });
  for (const channel of channels) findings.push(...(await lookAtChannel(channel, { config, localUrl, dns })));
  return findings;
}

async function lookAtDisk(dataDir: string): Promise<Finding> {
  try {
    const { bavail, bsize } = await statfs(dataDir);
    const free = bavail * bsize;
    const what = `The disk of DATA_DIR has ${Math.round(free / 1024 ** 2)} MB left.`;
    if (free > littleSpace) return { state: 'ok', what };
    return {
      state: free < noSpace ? 'wrong' : 'look',
      what,
      todo: 'Make room: what cannot be written is refused.',
    };
  } catch {
    return {
      state: 'look',
      what: `There is no ${dataDir} here.`,
      todo: 'Run this where Parley runs, with its environment.',
    };
  }
}

function clockOf(skew: number): Finding {
  const what = `The clock of this machine is ${Math.abs(skew)} ms ${skew < 0 ? 'behind' : 'ahead of'} the database.`;
  if (Math.abs(skew) <= smallSkewMs) return { state: 'ok', what };
  return {
    state: Math.abs(skew) > skewMs ? 'wrong' : 'look',
    what,
    todo: 'Let both follow a time server (NTP).',
  };
}

async function lookAtChannel(
  { id, type, name, config: stored, health }: ChannelRow,
  { config, localUrl, dns }: DoctorDeps,
): Promise<Finding[]> {
  if (type === 'web') return [];
  const schemas = { email: emailSettings, whatsapp: whatsappSettings } as const;
  const { open } = createConfigSeal((kind) => schemas[kind as keyof typeof schemas], sealOf(config));
  const findings = [await lookAtWebhook({ id, type, name }, config.publicUrl ?? localUrl)];
  if (health.ok === false)
    findings.push({
      state: 'wrong',
      what: `${name} does not work: ${health.lastError ?? 'no reason is known'}`,
      todo: 'Open it in Settings, Channels.',
    });
  if (type === 'email') {
    const resolve = createResolveSafeHost({ allow: config.fetchAllow });
    findings.push(
      ...(await lookAtMail(open(type, stored) as unknown as EmailSettings, { name, resolve, dns })),
    );
  }
  return findings;
}

/** What is not signed must be refused, and nothing else may stand in between. */
async function lookAtWebhook(
  { id, type, name }: Pick<ChannelRow, 'id' | 'type' | 'name'>,
  url: string,
): Promise<Finding> {
  const address = new URL(`/webhooks/${type}/${id}`, url).href;
  try {
    const { status } = await fetchOwn(address, { method: 'POST', body: 'a body without a signature' });
    if (status === 401)
      return { state: 'ok', what: `The webhook of ${name} is reached, and refuses what is not signed.` };
    return {
      state: 'wrong',
      what: `The webhook of ${name} answers ${status} instead of 401 (${address}).`,
      todo: 'Let the proxy lead /webhooks/ to Parley, with the body as it came.',
    };
  } catch (error) {
    return {
      state: 'wrong',
      what: `The webhook of ${name} is not reached at ${address}: ${causeOf(error)}`,
      todo: 'Let the proxy lead /webhooks/ to Parley.',
    };
  }
}

const marks = { ok: '  ok   ', look: '  LOOK ', wrong: '  WRONG' };

async function main(): Promise<void> {
  const config = readConfig();
  const dns = await import('node:dns/promises');
  const findings = await examine({ config, localUrl: `http://127.0.0.1:${config.port}`, dns });
  for (const { state, what, todo } of findings)
    console.log(`${marks[state]} ${what}${todo ? `\n         -> ${todo}` : ''}`);
  const wrong = findings.filter(({ state }) => state === 'wrong').length;
  console.log(wrong === 0 ? '\nNothing is wrong.' : `\n${wrong} of ${findings.length} are wrong.`);
  if (wrong > 0) process.exitCode = 1;
}

if (require.main === module) runProgram(main);
