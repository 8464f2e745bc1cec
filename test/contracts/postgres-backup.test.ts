// Backup and restore as whole state: what a database, a MongoDB and a folder hold before equals what they hold after.
import { randomUUID } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import mongoose from 'mongoose';
import { backup, type Stores } from '../../src/cli/backup';
import { createLog } from '../../src/log';
import { restore } from '../../src/cli/restore';
import { startEmbeddedPostgres } from '../../src/stores/embedded/embedded-postgres';
import { prepareDatabase } from '../../src/stores/postgres/connection/migrate';
import { mongoForTests, whyNoMongo, type TestMongo } from '../dev-env/mongo';
import { throwawayPostgres, type ThrowawayPostgres } from '../dev-env/postgres';
import { asOwner, contents, fill, fillMongo } from './archives';

const log = createLog('silent');
const onGone = (why: string) => {
  throw new Error(why);
};
let server: ThrowawayPostgres;
let work: string;
let archive: string;

beforeAll(async () => {
  server = await throwawayPostgres();
});
afterAll(() => server?.stop());
beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), 'parley-backup-test-'));
  await chmod(work, 0o755);
  archive = join(work, 'parley.tar.gz');
});
afterEach(() => rm(work, { recursive: true, force: true }));

async function stores(name: string, more: Partial<Stores['config']> = {}): Promise<Stores> {
  const dataDir = join(work, name);
  await mkdir(dataDir, { recursive: true });
  const databaseUrl = more.databaseUrl ?? (await server.freshDatabase()).url;
  return { config: { dataDir, databaseUrl, ...more }, log };
}

/** For tests in which it does not matter how the schema came there. */
async function migrated(name: string, more: Partial<Stores['config']> = {}): Promise<Stores> {
  return stores(name, { databaseUrl: (await server.migratedDatabase()).url, ...more });
}

const organization = '0a1b2c3d-0000-4000-8000-000000000001';
const [picture, empty, long] = [1, 2, 3].map(
  (n) => `files/${organization}/0a1b2c3d-0000-4000-9000-00000000000${n}`,
) as [string, string, string];

async function placeFiles(dataDir: string): Promise<void> {
  await mkdir(join(dataDir, 'files', organization), { recursive: true });
  await writeFile(join(dataDir, picture), Buffer.from([0, 255, 10, 13]));
  await writeFile(join(dataDir, empty), '');
  await writeFile(join(dataDir, long), 'x'.repeat(70_000));
}

async function filesOf(dataDir: string): Promise<Record<string, string>> {
  const root = join(dataDir, 'files');
  const found = await readdir(root, { recursive: true, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const read = files.map(async (path) => [path.slice(root.length), (await readFile(path)).toString('hex')]);
  return Object.fromEntries((await Promise.all(read)) as [string, string][]);
}

describe('backup and restore', () => {
  it('bring back every row of every table and every file', async () => {
    const from = await migrated('from');
    await fill(from.config.databaseUrl!);
    await placeFiles(from.config.dataDir);
    await backup(archive, from);
    expect((await stat(archive)).mode & 0o777).toBe(0o600);
    const to = await stores('to');
    await restore(archive, to);
    const before = await contents(from.config.databaseUrl!);
    expect(await contents(to.config.databaseUrl!)).toEqual(before);
    expect(Object.keys(before).length).toBeGreaterThan(25);
    expect(before['messages']).toHaveLength(250);
    const unknown = await asOwner(to.config.databaseUrl!, (client) =>
      client.query(`SELECT brin_summarize_new_values('messages_timestamp') AS ranges`),
    );
    expect(unknown.rows).toEqual([{ ranges: 0 }]);
    const later = await asOwner(to.config.databaseUrl!, (client) =>
      client.query(
        `INSERT INTO inbound_events (organization_id, channel_id, provider_id, body)
         SELECT organization_id, channel_id, 'later', '' FROM inbound_events
         RETURNING arrival > (SELECT max(arrival) FROM inbound_events) AS after`,
      ),
    );
    expect(later.rows).toEqual([{ after: true }]);
    expect(await filesOf(to.config.dataDir)).toEqual(await filesOf(from.config.dataDir));
    expect((await readdir(work)).sort()).toEqual(['from', 'parley.tar.gz', 'to']);
    expect(await readdir(to.config.dataDir)).toEqual(['files']);
  });

  it('note when the last was made, over the one before; what is restored was never backed up', async () => {
    const noted = async ({ config }: Stores) =>
      (
        await asOwner(config.databaseUrl!, (client) =>
          client.query<{ value: string }>(`SELECT value FROM instance WHERE key = 'lastBackup'`),
        )
      ).rows.map(({ value }) => value);
    const from = await migrated('from');
    await fill(from.config.databaseUrl!);
    expect(await noted(from)).toEqual([]);
    const first = await backup(join(work, 'first.tar.gz'), from);
    expect(await noted(from)).toEqual([first.createdAt]);
    await expect(backup(join(work, 'first.tar.gz'), from)).rejects.toThrow('is there already');
    expect(await noted(from)).toEqual([first.createdAt]);
    const second = await backup(archive, from);
    expect(await noted(from)).toEqual([second.createdAt]);
    const to = await migrated('to');
    await restore(archive, to);
    expect(await noted(to)).toEqual([]);
  });

  it('send nothing again that waited to be sent when the backup was taken', async () => {
    const from = await migrated('from');
    await fill(from.config.databaseUrl!);
    await asOwner(from.config.databaseUrl!, async (client) => {
      await client.query(
        `UPDATE messages SET doc = doc || '{"delivery": "queued"}' WHERE ctid IN (SELECT ctid FROM messages LIMIT 3)`,
      );
      await client.query(
        `INSERT INTO deliveries (organization_id, session_id, channel_id, seq, sender)
         SELECT organization_id, session_id, channel_id, seq, sender FROM messages
         WHERE doc ->> 'delivery' = 'queued' LIMIT 1`,
      );
      await client.query(`UPDATE scheduled_messages SET held_because = NULL`);
      await client.query(`UPDATE automation_rules SET active_since = '2026-01-01'`);
      await client.query(`UPDATE automation_runs SET status = 'pending', due_at = now()`);
    });
    await backup(archive, from);
    const to = await migrated('to');
    await restore(archive, to);
    const { rows } = await asOwner(to.config.databaseUrl!, (client) =>
      client.query(`SELECT state, count(*)::int FROM deliveries GROUP BY state`),
    );
    expect(rows).toEqual([{ state: 'uncertain', count: 3 }]);
    const waits = await asOwner(to.config.databaseUrl!, (client) =>
      client.query(
        `SELECT (SELECT count(*)::int FROM scheduled_messages WHERE held_because IS NULL) AS scheduled,
           (SELECT count(*)::int FROM scheduled_messages) AS held,
           (SELECT count(*)::int FROM automation_runs WHERE status = 'pending' OR due_at IS NOT NULL) AS pending,
           (SELECT count(*)::int FROM automation_runs WHERE status = 'stopped') AS stopped,
           (SELECT min(active_since) > now() - interval '1 hour' FROM automation_rules) AS anew`,
      ),
    );
    expect(waits.rows).toEqual([{ scheduled: 0, held: 1, pending: 0, stopped: 1, anew: true }]);
  });

  it('name the newest migration, also where an older one ran after it', async () => {
    const from = await migrated('from');
    await fill(from.config.databaseUrl!);
    await asOwner(from.config.databaseUrl!, (client) =>
      client.query(`WITH late AS (DELETE FROM migrations WHERE id = (SELECT max(id) - 1 FROM migrations) RETURNING timestamp, name)
        INSERT INTO migrations (timestamp, name) SELECT * FROM late`),
    );
    await backup(archive, from);
    await restore(archive, await stores('to'));
  });

  it('take one moment, whatever is written meanwhile', async () => {
    const from = await migrated('from');
    const url = from.config.databaseUrl!;
    await fill(url);
    let stop = false;
    const writing = asOwner(url, async (client) => {
      for (let n = 0; !stop; n += 1) {
        await client.query('BEGIN');
        await client.query(`UPDATE sessions SET head_seq = $1`, [n]);
        await client.query(`UPDATE customers SET phone = $1`, [String(n)]);
        await client.query('COMMIT');
      }
    });
    await backup(archive, from);
    stop = true;
    await writing;
    const to = await migrated('to');
    await restore(archive, to);
    const { rows } = await asOwner(to.config.databaseUrl!, (client) =>
      client.query(
        `SELECT DISTINCT s.head_seq = coalesce(c.phone, '0')::int AS same FROM sessions s JOIN customers c ON c.id = customer_id`,
      ),
    );
    expect(rows).toEqual([{ same: true }]);
  });

  it('work on embedded Postgres, running or not', async () => {
    const from: Stores = { config: { dataDir: join(work, 'from') }, log };
    const parley = await startEmbeddedPostgres({ ...from.config, log, onGone });
    await fill(parley.url);
    const before = await contents(parley.url);
    await backup(archive, from);
    await expect(restore(archive, from)).rejects.toThrow(/Another Parley \(process \d+\) already runs/);
    await parley.stop();
    await backup(join(work, 'cold.tar.gz'), from);
    for (const file of [archive, join(work, 'cold.tar.gz')]) {
      const to: Stores = { config: { dataDir: await mkdtemp(join(work, 'to-')) }, log };
      await restore(file, to);
      await expect(restore(file, to)).rejects.toThrow('The target is not empty');
      const restored = await startEmbeddedPostgres({ ...to.config, log, onGone });
      expect(await contents(restored.url)).toEqual(before);
      await restored.stop();
    }
  });
});

describe('backup refuses', () => {
  it('a file that is there already', async () => {
    await writeFile(archive, 'precious');
    await expect(backup(archive, await stores('from'))).rejects.toThrow('is there already');
    expect(await readFile(archive, 'utf8')).toBe('precious');
  });

  it('a folder that cannot be written to, with a sentence', async () => {
    const nowhere = join(work, 'nowhere');
    await expect(backup(join(nowhere, 'a'), await stores('from'))).rejects.toThrow(
      `Nothing can be written to ${nowhere}: ENOENT`,
    );
  });

  it('nothing because of what looks like a half archive and cannot be opened', async () => {
    const from = await migrated('from');
    await fill(from.config.databaseUrl!);
    await mkdir(join(work, '.other.parley-partial'));
    await backup(archive, from);
    expect((await readdir(work)).sort()).toEqual(['.other.parley-partial', 'from', 'parley.tar.gz']);
  });

  it('a database without Parley, and a DATA_DIR without one', async () => {
    await expect(backup(archive, await stores('from'))).rejects.toThrow(
      'There is no Parley in this database yet',
    );
    const empty: Stores = { config: { dataDir: join(work, 'nothing') }, log };
    await expect(backup(archive, empty)).rejects.toThrow('There is no Parley in');
    expect(await readdir(work)).toEqual(['from']);
  });
});

describe('restore refuses, and writes nothing', () => {
  let to: Stores;
  let whole: Buffer;
  beforeAll(async () => {
    work = await mkdtemp(join(tmpdir(), 'parley-backup-test-'));
    const from = await migrated('from');
    await fill(from.config.databaseUrl!);
    await placeFiles(from.config.dataDir);
    await backup(join(work, 'whole'), from);
    whole = await readFile(join(work, 'whole'));
    await rm(work, { recursive: true, force: true });
  });
  beforeEach(async () => {
    await writeFile(archive, whole);
    to = await migrated('to');
  });

  async function refuses(sentence: string | RegExp): Promise<void> {
    await expect(restore(archive, to)).rejects.toThrow(sentence);
    await prepareDatabase({ url: to.config.databaseUrl!, log });
    const rows = Object.values(await contents(to.config.databaseUrl!)).flat();
    expect(rows).toEqual([]);
    expect(await readdir(to.config.dataDir)).toEqual([]);
  }

  /** The same archive with some bytes of its tar replaced. */
  async function tamper(change: (tar: Buffer) => Buffer): Promise<void> {
    await writeFile(archive, gzipSync(change(gunzipSync(await readFile(archive)))));
  }

  it('a target with a row', async () => {
    await prepareDatabase({ url: to.config.databaseUrl!, log });
    await asOwner(to.config.databaseUrl!, (client) =>
      client.query(`INSERT INTO organizations (name) VALUES ('There')`),
    );
    await expect(restore(archive, to)).rejects.toThrow('The target is not empty (organizations has rows)');
    expect(Object.values(await contents(to.config.databaseUrl!)).flat()).toHaveLength(1);
  });

  it('a target with a file', async () => {
    await mkdir(join(to.config.dataDir, 'files'));
    await writeFile(join(to.config.dataDir, 'files/there'), 'x');
    await expect(restore(archive, to)).rejects.toThrow('files has files)');
    expect(await filesOf(to.config.dataDir)).toEqual({ '/there': '78' });
    expect(Object.values(await contents(to.config.databaseUrl!)).flat()).toEqual([]);
  });

  it('a changed byte in a table', async () => {
    await tamper((tar) => {
      tar.write('b', tar.lastIndexOf('admin@parley.local'));
      return tar;
    });
    await refuses(/The archive is damaged: postgres\/\w+\.copy is not what was backed up\./);
  });

  it('an archive that was cut off', async () => {
    const whole = await readFile(archive);
    await writeFile(archive, whole.subarray(0, Math.floor(whole.length * 0.6)));
    await refuses('cannot be read as an archive of Parley');
  });

  it('an archive of which the end is missing', async () => {
    await tamper((tar) =>
      Buffer.concat([tar.subarray(0, tar.length - 1024 - 512 * 140), Buffer.alloc(1024)]),
    );
    await refuses(/damaged|cannot be read/);
  });

  it.each(['no archive at all', '{}', ''])('a file with %j in it', async (text) => {
    await writeFile(archive, text);
    await refuses(/archive/);
  });

  it.each([
    ['leads out of the archive', (name: string) => `files/${'../'.repeat(20)}`.padEnd(name.length, 'x')],
    ['is no place of an upload', (name: string) => name.replace(/.$/, '~')],
    ['is hidden', (name: string) => name.replace('files/0', 'files/.')],
  ])('a name that %s', async (_, other) => {
    await tamper((tar) => Buffer.from(tar.toString('latin1').replaceAll(empty, other(empty)), 'latin1'));
    await refuses('archive');
  });

  it('an archive of another schema', async () => {
    await tamper((tar) =>
      Buffer.from(tar.toString('latin1').replace(/1700000000\d{3}/, '1700000000999'), 'latin1'),
    );
    await refuses(/schema .*1700000000999.*: restore it with the version it comes from/);
  });

  it('documents that the target would not look for', async () => {
    to.config.mongoUrl = 'mongodb://127.0.0.1:1/none';
    await refuses('unset MONGO_URL');
  });
});

const noMongo = whyNoMongo();
(noMongo === undefined ? describe : describe.skip)('with MongoDB', () => {
  let mongo: TestMongo;
  let second: TestMongo;
  beforeAll(async () => {
    [mongo, second] = [(await mongoForTests())!, (await mongoForTests())!];
  });
  afterAll(async () => {
    await mongo?.stop();
    await second?.stop();
  });

  async function withMongo<T>(url: string, run: (connection: mongoose.Connection) => Promise<T>): Promise<T> {
    const connection = await mongoose.createConnection(url).asPromise();
    try {
      return await run(connection);
    } finally {
      await connection.close();
    }
  }

  const everything = (url: string) =>
    withMongo(url, async (connection) => {
      const all: Record<string, string[]> = {};
      for (const name of ['messages', 'conversations', 'memory', 'vectorEmbeddings', 'auditLogs']) {
        const documents = await connection.collection(name).find({}).sort({ _id: 1 }).toArray();
        all[name] = documents.map((document) =>
          mongoose.mongo.BSON.EJSON.stringify(document, { relaxed: false }),
        );
      }
      return all;
    });

  it('the five collections come back whole, without logs of sessions that are newer than the snapshot', async () => {
    const from = await migrated('from', { mongoUrl: mongo.url });
    const sessions = await fill(from.config.databaseUrl!);
    await asOwner(from.config.databaseUrl!, (client) =>
      client.query('TRUNCATE messages, conversations, memory, vector_embeddings, audit_logs'),
    );
    const newer = randomUUID();
    await fillMongo(mongo.url, [...sessions, { ...sessions[0]!, id: newer }]);
    await backup(archive, from);
    const to = await stores('to', { mongoUrl: second.url });
    await restore(archive, to);
    const before = await everything(mongo.url);
    before['messages'] = before['messages']!.filter((text) => !text.includes(newer));
    expect(before['messages']).toHaveLength(250);
    expect(await everything(second.url)).toEqual(before);
    await expect(restore(archive, await stores('again', { mongoUrl: second.url }))).rejects.toThrow(
      'The target is not empty (messages has rows)',
    );
    await expect(restore(archive, await stores('without'))).rejects.toThrow('set MONGO_URL');
  });
});
