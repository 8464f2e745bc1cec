// The only file that opens the pools of `parley_across`: every look across organizations is a named function below this folder.
import type { Pool } from 'pg';
import type { Log } from '../../log';
import type { Projection } from '../../sessions/store';
import { createAttachments, type Attachments } from './across/attachments';
import { createEntrances, type Entrances } from './across/entrances';
import { createFirstStart, type FirstStart } from './across/first-start';
import { createInstance, type Instance } from './across/instance';
import { createProjection } from './across/projection';
import { createUpkeep, type Upkeep } from './across/upkeep';
import { asUnavailable, openPool } from './connection';
import { acrossRole } from './migrations/first-security';

export type Across = Projection &
  Entrances &
  Instance &
  FirstStart &
  Attachments &
  Upkeep & { close(): Promise<void> };

/** Runs one statement and gives its rows; `name` makes it a prepared one. */
export type Query = <Row extends object>(name: string, text: string, values?: unknown[]) => Promise<Row[]>;

interface Options {
  url: string;
  log: Log;
  poolSize: number;
}

export function openAcross({ url, log, poolSize }: Options): Across {
  const pool = openPool({ url, log, size: poolSize, role: acrossRole });
  // What the projection writes is found again in the log, so it need not wait for the disk.
  const lazy = openPool({ url, log, size: 4, role: acrossRole, synchronousCommit: 'off' });
  return {
    ...createProjection(queryOf(lazy), log),
    ...createEntrances(queryOf(pool)),
    ...createInstance(queryOf(pool)),
    ...createFirstStart(pool),
    ...createAttachments(queryOf(pool)),
    ...createUpkeep(queryOf(pool)),
    close: async () => {
      await Promise.all([pool.end(), lazy.end()]);
    },
  };
}

function queryOf(pool: Pool): Query {
  return async <Row extends object>(name: string, text: string, values: unknown[] = []) => {
    try {
      return (await pool.query<Row>({ name, text, values })).rows;
    } catch (error) {
      throw asUnavailable(error);
    }
  };
}
