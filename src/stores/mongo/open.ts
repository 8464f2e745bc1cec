import { createConnection } from 'mongoose';
import type { Log } from '../../log';
import { auditSchema, conversationSchema, memorySchema, messageSchema, vectorSchema } from './schemas';

export type Mongo = Awaited<ReturnType<typeof openMongo>>;

/**
 * Connects, and makes the indexes that are missing. Every write waits for a majority and its journal.
 * Rejects with a sentence when no server answers within 10 s.
 */
export async function openMongo({ url, log }: { url: string; log: Log }) {
  const connection = createConnection(url, {
    writeConcern: { w: 'majority', journal: true },
    serverSelectionTimeoutMS: 10_000,
    autoIndex: false,
    autoCreate: false,
    bufferCommands: false,
  });
  connection.on('error', (error) => log.warn({ err: error }, 'The connection to MongoDB broke'));
  await connection.asPromise().catch((cause: unknown) => {
    throw new Error('No MongoDB answers at MONGO_URL: start it, or correct the address.', { cause });
  });
  const models = {
    messages: connection.model('messages', messageSchema, 'messages'),
    conversations: connection.model('conversations', conversationSchema, 'conversations'),
    memory: connection.model('memory', memorySchema, 'memory'),
    vectorEmbeddings: connection.model('vectorEmbeddings', vectorSchema, 'vectorEmbeddings'),
    auditLogs: connection.model('auditLogs', auditSchema, 'auditLogs'),
  };
  try {
    for (const model of Object.values(models)) await model.createIndexes();
  } catch (error) {
    await connection.close();
    throw error;
  }
  return {
    connection,
    models,
    /** Rejects when the server does not answer. */
    async ping(): Promise<void> {
      await connection.db!.admin().command({ ping: 1 }, { timeoutMS: 2_000 });
    },
    close: () => connection.close(),
  };
}

/** A duplicate key: some unique index has it already. */
export function isDuplicate(error: unknown): boolean {
  return (error as { code?: unknown }).code === 11000;
}
