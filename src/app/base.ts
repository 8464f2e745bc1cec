// What every part of the program is built from.
import { randomBytes } from 'node:crypto';
import type { ChannelList } from '../channels/channel';
import type { EmailDeps } from '../channels/email';
import type { Config } from '../config';
import type { EventBus } from '../events';
import type { JobQueue } from '../jobs/queue';
import type { Log } from '../log';
import type { Stores } from '../stores/open';
import type { Tables } from '../stores/postgres';
import type { Seal } from '../tools/seal';
import type { SafeFetch } from '../tools/safe-fetch';
import type { Lookups } from './operations/secrets';

export interface Base {
  config: Config;
  /** Every type of channel that this server knows. */
  channelList: ChannelList;
  log: Log;
  stores: Stores;
  events: EventBus;
  tables: Tables;
  lookups: Lookups;
  mail: EmailDeps;
  /** Encrypts what lies in the database. */
  seal: Seal;
  queue: JobQueue;
  /** To addresses that people and tenants name. */
  fetch: SafeFetch;
  /** Of bcrypt, for new passwords. */
  passwordCost: number;
}

/** A secret that all nodes share; whoever asks first makes it. */
export async function secretOf({ postgres }: Stores, name: string): Promise<string> {
  return String(await postgres.crossTenant.setInstanceValue(name, randomBytes(32).toString('base64url')));
}
