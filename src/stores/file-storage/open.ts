// Where this Parley keeps its files.
import { createRequire } from 'node:module';
import type { Config } from '../../config';
import type { FileStorage } from '../../files/storage';
import { openDiskStorage } from './disk';
import type { S3Patience } from './s3';

export type FileStorageConfig = Pick<Config, 'dataDir' | 's3'>;

export interface OpenStorage {
  storage: FileStorage;
  close(): void;
}

/** S3's client is loaded only where a bucket is named. */
const load = createRequire(__filename);

export function openFileStorage({ dataDir, s3 }: FileStorageConfig, patience?: S3Patience): OpenStorage {
  if (!s3) return { storage: openDiskStorage(dataDir), close: () => undefined };
  const storage = (load('./s3') as typeof import('./s3')).openS3Storage(s3, patience);
  return { storage, close: storage.close };
}
