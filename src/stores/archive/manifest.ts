import { z } from 'zod';

/** Every name that an archive may hold; none leads out of its folder. */
const entryName = z
  .string()
  .max(1000)
  .regex(/^(postgres\/[a-z_]+\.copy|mongo\/[A-Za-z]+\.jsonl|files\/.+)$/)
  .refine(
    (name) => name.split('/').every((part) => !['', '.', '..'].includes(part)),
    'leads out of the archive',
  )
  .refine((name) => !/[\\\0]/.test(name), 'is no plain path');

const entry = z.strictObject({
  name: entryName,
  /** Bytes. */
  size: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Of a table or a collection. */
  rows: z.int().nonnegative().optional(),
  /** Of a table, in the order of its lines. */
  columns: z.array(z.string().regex(/^[a-z_]+$/)).optional(),
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
