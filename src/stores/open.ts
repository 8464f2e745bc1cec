// Which implementation stands behind each store: a server by URL, or its embedded default. Nothing above knows.
import { createRequire } from 'node:module';
import type { AuditLog } from '../audit/store';
import type { Config } from '../config';
import type { MemoryStore } from '../customers/memory/memory-store';
import type { RateLimited, RateRule } from '../gateway/rate-rules';
import { DomainError } from '../errors';
import type { FileStorage } from '../files/storage';
import type { ConversationStore } from '../insights/store';
import type { VectorStore } from '../knowledge/vectors';
import type { Log } from '../log';
import type { MessageLog } from '../sessions/store';
import { refuseUnfinished } from './archive/unfinished';
import { prepareDataDir, refuseFullDisk } from './data-dir';
import { startEmbeddedPostgres } from './embedded/embedded-postgres';
import { openFileStorage } from './file-storage/open';
import type { S3Patience } from './file-storage/s3';
import { createMemoryRealtime, unlimited, type Realtime } from './memory';
import { openPostgres, type Postgres } from './postgres/connection/database';
import { lockNode } from './postgres/connection/node-lock';
import * as tables from './postgres/documents';
import type { RedisStore } from './redis';
import { sayingUnavailable } from './unavailable';

/** The five collections. */
export interface Documents {
  messages: MessageLog;
  conversations: ConversationStore;
  memory: MemoryStore;
  vectors: VectorStore;
  auditLogs: AuditLog;
}

type Ping = () => Promise<void>;

export interface Stores {
  postgres: Postgres;
  /** Of the server that runs now, embedded or not. */
  databaseUrl: string;
  documents: Documents;
  realtime: Realtime;
  redis?: RedisStore;
  files: FileStorage;
  /** Each rejects when its store does not answer; a DomainError says why. Files on the disk are not asked. */
  pings: Record<'postgres' | 'documents' | 'realtime', Ping> & { files?: Ping };
  /** In reverse order of opening. */
  close(): Promise<void>;
}

interface OpenStores {
  config: Config;
  log: Log;
  rateRules: Record<RateLimited, RateRule>;
  /** The embedded PostgreSQL will not come back: the process should end, with a code. */
  onGone: (why: string) => void;
  s3Patience?: S3Patience;
}

/** The drivers of servers that nobody named are a quarter of what a start would load: only who names one waits for it. */
const load = createRequire(__filename);
const loadMongo = () => load('./mongo') as typeof import('./mongo');
const loadRedis = () => load('./redis') as typeof import('./redis');

export async function openStores(options: OpenStores): Promise<Stores> {
  const { config, log, rateRules } = options;
  const closing: Array<() => Promise<unknown>> = [];
  const close = async (): Promise<void> => {
    for (const end of closing.splice(0).reverse()) await end();
  };
  try {
    prepareDataDir(config.dataDir);
    const embedded = config.databaseUrl === undefined ? await startEmbedded(options) : undefined;
    if (embedded) closing.push(() => embedded.stop());
    const databaseUrl = config.databaseUrl ?? embedded!.url;
    // The embedded one is nobody else's: DATA_DIR has a lock of its own.
    const lock = config.databaseUrl
      ? await lockNode({ url: databaseUrl, alone: config.redisUrl === undefined, log })
      : undefined;
    if (lock) closing.push(() => lock.release());
    const postgres = await openPostgres({ url: databaseUrl, log });
    closing.push(() => postgres.close());
    refuseUnfinished(config.dataDir, (await postgres.crossTenant.organizationIds()).length);
    const { documents, ping } = await openDocuments(config, log, { postgres, closing });
    const redis = config.redisUrl ? await loadRedis().openRedis({ url: config.redisUrl, log }) : undefined;
    if (redis) closing.push(() => redis.close());
    const realtime = redis
      ? loadRedis().createRedisRealtime(redis, { rules: rateRules })
      : createMemoryRealtime({ rules: rateRules });
    const files = openFileStorage(config, options.s3Patience);
    closing.push(async () => files.close());
    return {
      postgres,
      databaseUrl,
      files: files.storage,
      documents: {
        messages: sayingUnavailable(documents.messages),
        conversations: sayingUnavailable(documents.conversations),
        memory: sayingUnavailable(documents.memory),
        vectors: sayingUnavailable(documents.vectors),
        auditLogs: sayingUnavailable(documents.auditLogs),
      },
      realtime: config.rateLimits ? realtime : { ...realtime, rateLimits: unlimited() },
      ...(redis && { redis }),
      pings: {
        async postgres() {
          const trouble = embedded?.trouble();
          if (trouble !== undefined) throw new DomainError('unavailable', trouble);
          if (embedded) await refuseFullDisk(config.dataDir);
          await postgres.ping();
        },
        documents: ping,
        async realtime() {
          await lock?.ping();
          await redis?.ping();
        },
        ...(config.s3 && { files: files.storage.ping }),
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const startEmbedded = ({ config, log, onGone }: OpenStores) =>
  startEmbeddedPostgres({ dataDir: config.dataDir, log, onGone, giveUpMs: config.databaseGiveUpMs });

async function openDocuments(
  config: Config,
  log: Log,
  { postgres, closing }: { postgres: Postgres; closing: Array<() => Promise<unknown>> },
): Promise<{ documents: Documents; ping: () => Promise<void> }> {
  if (!config.mongoUrl) {
    const pool = postgres.documents;
    const documents = {
      messages: tables.createMessageLog(pool),
      conversations: tables.createConversationStore(pool),
      memory: tables.createMemoryStore(pool),
      vectors: tables.createVectorStore(pool),
      auditLogs: tables.createAuditLog(pool),
    };
    return { documents, ping: async () => void (await pool.query('SELECT 1')) };
  }
  const mongo = loadMongo();
  const server = await mongo.openMongo({ url: config.mongoUrl, log });
  closing.push(() => server.close());
  const documents = {
    messages: mongo.createMongoMessageLog(server),
    conversations: mongo.createMongoConversationStore(server),
    memory: mongo.createMongoMemoryStore(server),
    vectors: mongo.createMongoVectorStore(server),
    auditLogs: mongo.createMongoAuditLog(server),
  };
  return { documents, ping: () => server.ping() };
}
