// One gzipped tar: the manifest, then every file that it lists. Nothing is trusted that the manifest does not vouch for.
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import tar from 'tar-stream';
import { writeWhole } from './partial';
import type { Spool } from './spool';
import { manifest as manifestShape, type Entry, type Manifest } from './manifest';

const manifestName = 'manifest.json';
const maxManifest = 64 * 1024 * 1024;

/**
 * Packs the manifest and its entries, read from the spool, into `file`, which appears whole or not at all.
 * Throws a sentence when `file` is there already.
 */
export async function pack(file: string, manifest: Manifest, spool: Spool): Promise<void> {
  await writeWhole(file, async (partial) => {
    const archive = tar.pack();
    const target = createWriteStream('', { fd: partial.fd, autoClose: false });
    await Promise.all([pipeline(archive, createGzip({ level: 6 }), target), fill(archive, manifest, spool)]);
  });
}

async function fill(archive: tar.Pack, manifest: Manifest, spool: Spool): Promise<void> {
  archive.entry({ name: manifestName }, JSON.stringify(manifest, null, 2));
  for (const { name, size } of manifest.entries) {
    await pipeline(spool.read(name), archive.entry({ name, size }));
  }
  archive.finalize();
}

/** Unpacks into the spool what the manifest lists; throws a sentence when anything is missing, added or changed. */
export async function unpack(file: string, spool: Spool): Promise<Manifest> {
  const extract = tar.extract();
  const reading = pipeline(createReadStream(file), createGunzip(), extract);
  try {
    const [manifest] = await Promise.all([takeIn(extract, spool), reading]);
    return manifest;
  } catch (error) {
    if (error instanceof Damaged) throw error;
    throw new Damaged(`${file} cannot be read as an archive of Parley: ${(error as Error).message}`);
  }
}

class Damaged extends Error {}

async function takeIn(extract: tar.Extract, spool: Spool): Promise<Manifest> {
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
    const found = await spool.write(name, source, entry.size);
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
