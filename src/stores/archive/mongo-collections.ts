// The document collections of MongoDB as lines of canonical extended JSON.
import { Readable } from 'node:stream';
import mongoose from 'mongoose';
import type { Client } from 'pg';
import { checkedLines } from './checked-lines';
import { createDocumentCheck, documentOf, type Document } from './documents';
import { collectionOf, type Entry } from './manifest';
import type { Spool } from './spool';

const { EJSON } = mongoose.mongo.BSON;
const collections = ['messages', 'conversations', 'memory', 'vectorEmbeddings', 'auditLogs'];
const batch = 500;

type Connection = mongoose.Connection;

export async function connectToMongo(url: string): Promise<Connection> {
  const connection = mongoose.createConnection(url, {
    serverSelectionTimeoutMS: 10_000,
    writeConcern: { w: 'majority', journal: true },
  });
  try {
    return await connection.asPromise();
  } catch (cause) {
    throw new Error('No MongoDB answers at MONGO_URL: start it, or correct the address.', { cause });
  }
}

/**
 * @param knownSessions of these ids, those that the Postgres snapshot has: what was written after it is left out, so that
 * no log is restored without its session.
 */
export async function dumpCollections(
  connection: Connection,
  spool: Spool,
  knownSessions: (ids: string[]) => Promise<Set<string>>,
): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const name of collections) {
    const path = `mongo/${name}.jsonl`;
    let rows = 0;
    const lines = async function* () {
      for await (const documents of batches(connection, name)) {
        const kept = await withoutStrangers(documents, knownSessions);
        rows += kept.length;
        yield kept.map((document) => `${EJSON.stringify(document, { relaxed: false })}\n`).join('');
      }
    };
    const measured = await spool.write(path, Readable.from(lines()));
    entries.push({ name: path, ...measured, rows });
  }
  return entries;
}

/** An _id is given before its commit, and a cursor by _id may pass the place too early: a log is read in its own order. */
const orders: Record<string, Record<string, 1>> = { messages: { sessionId: 1, seq: 1 } };

async function* batches(connection: Connection, name: string): AsyncGenerator<Document[]> {
  let documents: Document[] = [];
  const order = orders[name] ?? { _id: 1 };
  for await (const document of connection.collection(name).find({}).sort(order)) {
    documents.push(document);
    if (documents.length < batch) continue;
    yield documents;
    documents = [];
  }
  yield documents;
}

async function withoutStrangers(
  documents: Document[],
  knownSessions: (ids: string[]) => Promise<Set<string>>,
): Promise<Document[]> {
  const ids = documents.map((document) => document['sessionId']).filter((id) => typeof id === 'string');
  if (ids.length === 0) return documents;
  const known = await knownSessions([...new Set(ids)]);
  return documents.filter(({ sessionId }) => typeof sessionId !== 'string' || known.has(sessionId));
}

/** The first collection with a document in it. */
export async function firstFilledCollection(connection: Connection): Promise<string | undefined> {
  for (const name of collections) {
    if (await connection.collection(name).findOne({})) return name;
  }
  return undefined;
}

/**
 * Into empty collections. Throws a sentence for what Parley could not have written.
 * @param client that sees the rows to which the documents belong
 */
export async function loadCollections(
  connection: Connection,
  entries: readonly Entry[],
  { spool, client }: { spool: Spool; client: Client },
): Promise<void> {
  for (const entry of entries) {
    const name = collectionOf(entry.name)!;
    const collection = connection.collection(name);
    const refuse = createDocumentCheck(client, name);
    let documents: Document[] = [];
    let rows = 0;
    const lines = checkedLines(
      spool.read(entry.name),
      name,
      (line) => void documents.push(documentOf(line, name)),
    );
    for await (const block of lines) {
      void block;
      await refuse(documents);
      await collection.insertMany(documents);
      rows += documents.length;
      documents = [];
    }
    if (rows !== entry.rows)
      throw new Error(
        `${name} has ${rows} documents where the archive says ${entry.rows}: nothing was restored.`,
      );
  }
}

export async function emptyCollections(connection: Connection): Promise<void> {
  for (const name of collections) await connection.collection(name).deleteMany({});
}
