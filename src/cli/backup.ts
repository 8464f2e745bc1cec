// `npm run backup -- FILE`: every store in one archive, consistent, while Parley runs or not.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Client } from 'pg';
import { giveUp, runProgram } from './program';
import { readConfig, type Config } from '../config';
import { createLog, type Log } from '../log';
import { pack } from '../stores/archive/archive';
import type { Manifest } from '../stores/archive/manifest';
import { connectToMongo, dumpCollections } from '../stores/archive/mongo-collections';
import { noteBackup } from '../stores/archive/last-backup';
import { beginSnapshot, copyOut, lastMigration } from '../stores/archive/postgres-tables';
import { openSpool, type Spool } from '../stores/archive/spool';
import { copyKey } from '../stores/archive/kept-key';
import { copyUploads } from '../stores/archive/uploads';
import { runningEmbeddedUrl, startEmbeddedPostgres } from '../stores/embedded/embedded-postgres';
import { openFileStorage } from '../stores/file-storage/open';
import { connectAsOwner } from '../stores/postgres/connection/migrate';

export interface Stores {
  /** `fetchAllow`: what a restore lets lead inside; none when not said. */
  config: Pick<Config, 'dataDir' | 'databaseUrl' | 'mongoUrl' | 's3'> & Partial<Pick<Config, 'fetchAllow'>>;
  log: Log;
}

/**
 * Writes the archive and notes when, for Health; throws an Error with a sentence when there is nothing to back up, or `file` is
 * there already.
 */
export async function backup(file: string, stores: Stores): Promise<Manifest> {
  const target = resolve(file);
  if (existsSync(target)) throw new Error(`${file} is there already: name another file.`);
  const spool = await openSpool(dirname(target)).catch((cause: Error) => {
    throw new Error(`Nothing can be written to ${dirname(target)}: ${cause.message}`, { cause });
  });
  try {
    return await withPostgres(stores, async (client) => {
      const manifest = await gather(client, stores, spool);
      await pack(target, manifest, spool);
      await noteBackup(client, manifest.createdAt).catch((cause: unknown) =>
        stores.log.warn({ err: cause }, 'could not note the backup for Health: the backup itself is made'),
      );
      return manifest;
    });
  } finally {
    await spool.close();
  }
}

/** Postgres first: what the other stores got after its snapshot only runs ahead of the rows, which the sweep brings up. */
async function gather(client: Client, { config, log }: Stores, spool: Spool): Promise<Manifest> {
  await beginSnapshot(client);
  const migration = await lastMigration(client);
  if (!migration) throw new Error('There is no Parley in this database yet: nothing was backed up.');
  const documents = config.mongoUrl === undefined ? [] : await fromMongo(config.mongoUrl, client, spool);
  const tables = await copyOut(client, spool);
  const key = await copyKey(config.dataDir, spool);
  const files = openFileStorage(config);
  const uploads = await copyUploads(files.storage, spool).finally(files.close);
  log.debug(
    { tables: tables.length, uploads: uploads.length },
    'tables and uploads are copied into the backup',
  );
  return {
    format: 1,
    version: ownVersion(),
    createdAt: new Date().toISOString(),
    migration,
    entries: [...tables, ...documents, ...key, ...uploads],
  };
}

function ownVersion(): string {
  const { version } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}

async function fromMongo(url: string, client: Client, spool: Spool) {
  const connection = await connectToMongo(url);
  try {
    return await dumpCollections(connection, spool, async (ids) => {
      const { rows } = await client.query<{ id: string }>(
        'SELECT id FROM sessions WHERE id::text = ANY ($1)',
        [ids],
      );
      return new Set(rows.map(({ id }) => id));
    });
  } finally {
    await connection.close();
  }
}

/** The database of DATABASE_URL, else the embedded one: as it runs, or started for this. */
export async function withPostgres<T>(
  { config, log }: Stores,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const url = config.databaseUrl ?? runningEmbeddedUrl(config.dataDir);
  if (url === undefined && !existsSync(join(config.dataDir, 'postgres'))) {
    throw new Error(
      `There is no Parley in ${config.dataDir}: set DATA_DIR or DATABASE_URL to where it keeps its data.`,
    );
  }
  const embedded =
    url === undefined
      ? await startEmbeddedPostgres({ dataDir: config.dataDir, log, onGone: giveUp })
      : undefined;
  try {
    const client = await connectAsOwner(url ?? embedded!.url);
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  } finally {
    await embedded?.stop();
  }
}

async function main(): Promise<void> {
  const [file, ...rest] = process.argv.slice(2);
  if (file === undefined || rest.length) throw new Error('Say where to: npm run backup -- FILE');
  const config = readConfig();
  const { entries } = await backup(file, { config, log: createLog(config.logLevel) });
  const rows = entries.reduce((sum, entry) => sum + (entry.rows ?? 0), 0);
  const files = entries.filter(({ name }) => name.startsWith('files/')).length;
  console.log(`${file}: ${rows} rows and ${files} files. It holds personal data and secrets: keep it safe.`);
}

if (require.main === module) runProgram(main);
