import { z } from 'zod';
import { fileName } from '../file-storage/names';
import { secretsKeyName } from '../secrets-key';

/** Every name that an archive may hold; none leads out of its folder. */
const entryName = z.union([
  z.string().regex(/^postgres\/[a-z_][a-z0-9_]{0,62}\.copy$/),
  z.string().regex(/^mongo\/[A-Za-z]{1,63}\.jsonl$/),
  z.string().regex(fileName),
  z.literal(secretsKeyName),
]);

const entry = z.strictObject({
  name: entryName,
  /** Bytes. */
  size: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Of a table or a collection. */
  rows: z.int().nonnegative().optional(),
  /** Of a table, in the order of its lines. */
  columns: z.array(z.string().regex(/^[a-z_][a-z0-9_]*$/)).optional(),
});

/** The first file of an archive: what else is in it, and of which schema. */
export const manifest = z.strictObject({
  format: z.literal(1),
  /** Parley's own, from package.json. */
  version: z.string(),
  createdAt: z.iso.datetime(),
  /** The last migration that the database had seen. */
  migration: z.string(),
  entries: z.array(entry),
});

export type Entry = z.infer<typeof entry>;
export type Manifest = z.infer<typeof manifest>;

export const tableOf = (name: string) => /^postgres\/(.+)\.copy$/.exec(name)?.[1];
export const collectionOf = (name: string) => /^mongo\/(.+)\.jsonl$/.exec(name)?.[1];
