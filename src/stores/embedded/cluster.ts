// The cluster below DATA_DIR: made whole or not at all, and opened by a password that lies beside it.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import type { Binaries, RunAs } from './binaries';
import { exitOf, lastWords, type KillAtExit } from './child';
import { readIfThere } from './postmaster';

export interface Place {
  binaries: Binaries;
  runAs: RunAs;
  cluster: string;
  killAtExit: KillAtExit;
}

/** In a folder beside it, so that a cluster is whole or not there. */
export async function initialise({ password, ...place }: Place & { password: string }): Promise<void> {
  const { binaries, runAs, cluster, killAtExit } = place;
  const unfinished = `${cluster}.new`;
  const passwordFile = `${cluster}.initdb`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  for (const path of [unfinished, passwordFile]) give(path, runAs);
  const flags = [
    `--pgdata=${unfinished}`,
    '--username=postgres',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
  ];
  const child = spawn(binaries.initdb, flags, { ...runAs, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] });
  killAtExit(child, 'SIGTERM');
  const words = lastWords(child);
  const failure = await exitOf(child);
  rmSync(passwordFile, { force: true });
  if (failure === undefined) return renameSync(unfinished, cluster);
  rmSync(unfinished, { recursive: true, force: true });
  throw new Error(explain(failure ?? words(), place));
}

function give(path: string, { uid, gid }: RunAs): void {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}

/** As root: our own directory may be private, but PostgreSQL's user must be able to walk through it. */
export function letThrough(dataDir: string, { gid }: RunAs): void {
  const { mode, uid } = statSync(dataDir);
  if (gid === undefined || (mode & 0o001) !== 0) return;
  chownSync(dataDir, uid, gid);
  chmodSync(dataDir, mode | 0o010);
}

/** A sentence, with what to do where a folder is closed to the user that PostgreSQL runs as. */
export function explain(failure: string, { runAs, cluster, binaries }: Omit<Place, 'killAtExit'>): string {
  const closed = [...new Set([cluster, binaries.folder].flatMap((path) => closedFolders(path, runAs)))];
  const hint = closed.length
    ? ` As root, PostgreSQL runs as user postgres, who cannot enter ${closed.join(' and ')}: run chmod o+x ${closed.join(' ')}, or move Parley elsewhere.`
    : '';
  return `The embedded PostgreSQL did not start: ${failure}.${hint}`;
}

/** Folders above a path that the user whom PostgreSQL runs as may not walk through. */
function closedFolders(path: string, { uid, gid }: RunAs): string[] {
  const above = dirname(path);
  if (uid === undefined || above === path) return [];
  const folder = statSync(above);
  const open = (folder.mode & 0o001) !== 0 || (folder.gid === gid && (folder.mode & 0o010) !== 0);
  return [...closedFolders(above, { uid, ...(gid !== undefined && { gid }) }), ...(open ? [] : [above])];
}

/** Makes the database where it is missing. */
export async function databaseUrl(port: number, password: string): Promise<string> {
  const client = new Client({ connectionString: urlOf(port, password, 'postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query(`SELECT FROM pg_database WHERE datname = 'parley'`);
    if (!rowCount) await client.query('CREATE DATABASE parley');
  } finally {
    await client.end();
  }
  return urlOf(port, password, 'parley');
}

export function urlOf(port: number, password: string, database: string): string {
  return `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;
}

export const passwordPath = (dataDir: string) => join(dataDir, 'postgres.password');

/** Made on the first start, before the cluster that it opens. */
export function keptPassword(dataDir: string, cluster: string): string {
  const path = passwordPath(dataDir);
  const kept = readIfThere(path);
  if (kept) return kept;
  if (existsSync(cluster)) {
    throw new Error(`${path} is missing, without which nobody can open the database beside it: put it back.`);
  }
  const password = randomBytes(24).toString('base64url');
  writeFileSync(path, password, { mode: 0o600, flush: true });
  return password;
}
