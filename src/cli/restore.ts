// `npm run restore -- FILE`: an archive into empty stores, all of it or nothing.
import type { Client } from 'pg';
import type { Stores } from './backup';
import { giveUp, runProgram } from './program';
import { forgetUnfitDevices } from './restored-devices';
import { ownedShapes } from './restored-shapes';
import { readConfig } from '../config';
import { createLog } from '../log';
import { unpack } from '../stores/archive/archive';
import { collectionOf, tableOf, type Manifest } from '../stores/archive/manifest';
import { forgetBackup } from '../stores/archive/last-backup';
import {
  connectToMongo,
  emptyCollections,
  firstFilledCollection,
  loadCollections,
} from '../stores/archive/mongo-collections';
import { copyIn, firstFilledTable } from '../stores/archive/postgres-tables';
import { openSpool, type Spool } from '../stores/archive/spool';
import { prepareDataDir } from '../stores/data-dir';
import { forgetRestore, isRestoreUnfinished, noteRestore } from '../stores/archive/unfinished';
import { settleUnsent } from '../stores/archive/unsent';
import { placeUploads } from '../stores/archive/uploads';
import { placeKey, removeKey } from '../stores/archive/kept-key';
import type { FileStorage } from '../files/storage';
import { startEmbeddedPostgres } from '../stores/embedded/embedded-postgres';
import { openFileStorage } from '../stores/file-storage/open';
import { connectAsOwner, prepareDatabase } from '../stores/postgres/connection/migrate';
import { migrations } from '../stores/postgres/migrations';

/**
 * Throws an Error with a sentence when the archive is damaged or of another schema, or a store is not empty: then nothing was
 * written. When the archive's installation was last backed up is not restored: of this one there is no backup until one is made.
 */
export async function restore(file: string, stores: Stores): Promise<Manifest> {
  const { config, log } = stores;
  prepareDataDir(config.dataDir);
  const spool = await openSpool(config.dataDir);
  try {
    const manifest = await unpack(file, spool);
    refuseUnfit(manifest, config.mongoUrl !== undefined);
    const embedded =
      config.databaseUrl === undefined
        ? await startEmbeddedPostgres({ dataDir: config.dataDir, log, onGone: giveUp })
        : undefined;
    try {
      await load(config.databaseUrl ?? embedded!.url, { manifest, spool, stores });
    } finally {
      await embedded?.stop();
    }
    return manifest;
  } finally {
    await spool.close();
  }
}

function refuseUnfit({ migration, version, entries }: Manifest, withMongo: boolean): void {
  const latest = migrations.at(-1)!.name;
  if (migration !== latest) {
    throw new Error(
      `The archive comes from Parley ${version} (schema ${migration}), this one has schema ${latest}: restore it with the version it comes from, then upgrade.`,
    );
  }
  const inMongo = entries.some(({ name }) => collectionOf(name) !== undefined);
  if (inMongo && !withMongo)
    throw new Error('The archive holds documents of MongoDB: set MONGO_URL to an empty one.');
  const messages = entries.find(({ name }) => tableOf(name) === 'messages');
  if (!inMongo && withMongo && messages?.rows) {
    throw new Error('The archive holds its documents in PostgreSQL: unset MONGO_URL, and keep it unset.');
  }
}

interface Loading {
  manifest: Manifest;
  spool: Spool;
  stores: Stores;
}

/** Postgres commits last: until then everything can be taken back. */
async function load(url: string, { manifest, spool, stores: { config, log } }: Loading): Promise<void> {
  const entries = {
    tables: manifest.entries.filter(({ name }) => tableOf(name) !== undefined),
    collections: manifest.entries.filter(({ name }) => collectionOf(name) !== undefined),
    uploads: manifest.entries.filter(({ name }) => name.startsWith('files/')),
  };
  await prepareDatabase({ url, log });
  const client = await connectAsOwner(url);
  const mongo = config.mongoUrl === undefined ? undefined : await connectToMongo(config.mongoUrl);
  const files = openFileStorage(config);
  const beside = { ...(mongo && { mongo }), files: files.storage };
  try {
    await client.query('BEGIN');
    await refuseFilled(client, beside, config);
    noteRestore(config.dataDir, noteOf(beside, config));
    try {
      await copyIn(client, entries.tables, { spool, owned: ownedShapes });
      if (mongo) await loadCollections(mongo, entries.collections, { spool, client });
      await forgetBackup(client);
      const unsent = await settleUnsent(client, mongo);
      const unfit = await forgetUnfitDevices(client, config.fetchAllow ?? []);
      await placeUploads(files.storage, entries.uploads, spool);
      await placeKey(config.dataDir, manifest.entries, spool);
      await client.query('COMMIT');
      if (unsent > 0) console.log(unsentLine(unsent));
      if (unfit > 0) console.log(unfitLine(unfit));
    } catch (error) {
      await takeBack(beside, config).catch((cause: unknown) => {
        log.error({ err: cause }, 'could not take back what was restored: run the restore again');
        throw error;
      });
      forgetRestore(config.dataDir);
      throw error;
    }
    forgetRestore(config.dataDir);
    // A BRIN index knows nothing of rows that were copied in until it is told; the sweep looks for the newest by it.
    await client.query(`SELECT brin_summarize_new_values('messages_timestamp')`);
    await client.query('ANALYZE');
  } finally {
    files.close();
    await mongo?.close();
    await client.end();
  }
}

const unsentLine = (count: number) =>
  `${count} messages waited to be sent when the backup was taken. Nobody knows whether they were: they are not sent by themselves.`;

const unfitLine = (count: number) =>
  `${count} browsers took pushes at an address that this server does not send to: they are switched on again under Settings, Notifications.`;

/** What is filled outside of Postgres. */
interface Beside {
  mongo?: Awaited<ReturnType<typeof connectToMongo>>;
  files: FileStorage;
}

const noteOf = ({ files }: Beside, { mongoUrl }: Stores['config']) => ({
  ...(mongoUrl !== undefined && { mongoUrl }),
  files: files.place,
});

async function takeBack({ mongo, files }: Beside, { dataDir }: Stores['config']): Promise<void> {
  if (mongo) await emptyCollections(mongo);
  await files.removeAll();
  await removeKey(dataDir);
}

async function refuseFilled(client: Client, beside: Beside, config: Stores['config']): Promise<void> {
  const { mongo, files } = beside;
  const table = await firstFilledTable(client);
  if (table === undefined && isRestoreUnfinished(config.dataDir, noteOf(beside, config))) {
    // What a killed restore placed belongs to rows that were never committed.
    await takeBack(beside, config);
  }
  const filled = table ?? (mongo && (await firstFilledCollection(mongo)));
  if (filled !== undefined) {
    throw new Error(
      `The target is not empty (${filled} has rows): restore into a new database or DATA_DIR. Nothing was changed.`,
    );
  }
  if (!(await files.isEmpty())) {
    throw new Error(
      `The target is not empty (${files.place} has files): restore into a new ${config.s3 ? 'bucket' : 'DATA_DIR'}. Nothing was changed.`,
    );
  }
}

async function main(): Promise<void> {
  const [file, ...rest] = process.argv.slice(2);
  if (file === undefined || rest.length) throw new Error('Say from where: npm run restore -- FILE');
  const config = readConfig();
  const { createdAt, entries } = await restore(file, { config, log: createLog(config.logLevel) });
  const rows = entries.reduce((sum, entry) => sum + (entry.rows ?? 0), 0);
  console.log(
    `Restored ${rows} rows as of ${createdAt}. Start Parley with the same DATA_DIR and addresses of its stores now.`,
  );
}

if (require.main === module) runProgram(main);
