// One gzipped tar: the manifest, then every file that it lists. Nothing is trusted that the manifest does not vouch for.
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { link, mkdir, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import tar from 'tar-stream';
import { manifest as manifestShape, type Entry, type Manifest } from './manifest';

const manifestName = 'manifest.json';
const maxManifest = 64 * 1024 * 1024;

/** Writes a stream to a file of ours and says how long it was and what its digest is. */
export async function spool(
  source: AsyncIterable<unknown>,
  path: string,
): Promise<{ size: number; sha256: string }> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const measure = measuring();
  await pipeline(source, measure.through, createWriteStream(path, { mode: 0o600 }));
  return measure.result();
}

function measuring() {
  const hash = createHash('sha256');
  let size = 0;
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      size += chunk.length;
      done(null, chunk);
    },
  });
  return { through, result: () => ({ size, sha256: hash.digest('hex') }) };
}

/**
 * Packs the manifest and its entries, read from `folder`, into `file`, which appears whole or not at all.
 * Throws a sentence when `file` is there already.
 */
export async function pack(file: string, manifest: Manifest, folder: string): Promise<void> {
  const partial = `${file}.partial`;
  const archive = tar.pack();
  const writing = pipeline(archive, createGzip({ level: 6 }), createWriteStream(partial, { mode: 0o600 }));
  try {
    await Promise.all([writing, fill(archive, manifest, folder)]);
    const handle = await open(partial, 'r+');
    await handle.sync();
    await handle.close();
    await link(partial, file).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'EEXIST' ? new Error(`${file} is there already: name another file.`) : error;
    });
  } finally {
    await rm(partial, { force: true });
  }
}

async function fill(archive: tar.Pack, manifest: Manifest, folder: string): Promise<void> {
  archive.entry({ name: manifestName }, JSON.stringify(manifest, null, 2));
  for (const { name, size } of manifest.entries) {
    await pipeline(createReadStream(join(folder, name)), archive.entry({ name, size }));
  }
  archive.finalize();
}

/** Unpacks into `folder` what the manifest lists; throws a sentence when anything is missing, added or changed. */
export async function unpack(file: string, folder: string): Promise<Manifest> {
  const extract = tar.extract();
  const reading = pipeline(createReadStream(file), createGunzip(), extract);
  try {
    const [manifest] = await Promise.all([takeIn(extract, folder), reading]);
    return manifest;
  } catch (error) {
    if (error instanceof Damaged) throw error;
    throw new Damaged(`${file} cannot be read as an archive of Parley: ${(error as Error).message}`);
  }
}

class Damaged extends Error {}

async function takeIn(extract: tar.Extract, folder: string): Promise<Manifest> {
  let manifest: Manifest | undefined;
  const missing = new Map<string, Entry>();
  for await (const source of extract) {
    const { name, type } = source.header;
    if (!manifest) {
      if (name !== manifestName)
        throw new Damaged('This is no archive of Parley: it does not begin with a manifest.');
      manifest = manifestShape.parse(JSON.parse(await textOf(source)));
      for (const entry of manifest.entries) missing.set(entry.name, entry);
      continue;
    }
    const entry = missing.get(name);
    if (!entry || type !== 'file')
      throw new Damaged(`The archive holds ${name}, which its manifest does not list.`);
    const found = await spool(source, join(folder, name));
    if (found.sha256 !== entry.sha256 || found.size !== entry.size) {
      throw new Damaged(`The archive is damaged: ${name} is not what was backed up.`);
    }
    missing.delete(name);
  }
  if (!manifest) throw new Damaged('The archive is empty.');
  const [lost] = missing.keys();
  if (lost !== undefined) throw new Damaged(`The archive is damaged: ${lost} is missing.`);
  return manifest;
}

async function textOf(source: AsyncIterable<unknown>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of source) {
    size += (chunk as Buffer).length;
    if (size > maxManifest) throw new Damaged('The manifest of this archive is too large.');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString();
}
