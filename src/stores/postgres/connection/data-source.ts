import 'reflect-metadata';
import type { PoolConfig } from 'pg';
import { DataSource } from 'typeorm';
import * as entities from '../entities';
import { migrations } from '../migrations';

interface Options {
  url: string;
  poolSize: number;
  /** Handed to node-postgres as it is. A migration has none: it may take its time. */
  limits?: PoolConfig;
  onIdleError?: (error: Error) => void;
}

/** TypeORM on our entities and migrations; it changes nothing by itself. */
export function createDataSource({ url, poolSize, limits, onIdleError }: Options): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    entities,
    migrations,
    migrationsTransactionMode: 'each',
    synchronize: false,
    // gen_random_uuid() is built in since PostgreSQL 13.
    uuidExtension: 'pgcrypto',
    installExtensions: false,
    poolSize,
    connectTimeoutMS: 5000,
    ...(limits && { extra: limits }),
    ...(onIdleError && { poolErrorHandler: onIdleError }),
  });
}
