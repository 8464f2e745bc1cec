// Documents of MongoDB out of an archive: each one for itself, and against the rows to which it belongs.
import mongoose from 'mongoose';
import type { Client } from 'pg';
import { UnfitRow } from './checked-lines';
import { documents as shapes } from './document-shapes';
import { refuseUnplain } from './plain-value';
import { refuseOther } from './row-shapes';

const { EJSON } = mongoose.mongo.BSON;

export type Document = Record<string, unknown>;

/** With the types that it had. Throws an UnfitRow for one that Parley could not have written. */
export function documentOf(line: string, collection: string): Document {
  const shape = shapes[collection];
  if (!shape) throw new UnfitRow('no collection of Parley has this name');
  try {
    // Before it is read as extended JSON, which would lose a key that reaches a prototype.
    refuseUnplain(JSON.parse(line), { inMongo: false });
    const { _id, ...document } = EJSON.parse(line) as Document;
    refuseUnplain(document, { inMongo: true });
    refuseOther(shape, document);
    return EJSON.parse(line, { relaxed: false }) as Document;
  } catch (error) {
    if (error instanceof UnfitRow) throw error;
    throw new UnfitRow(`it is no document: ${(error as Error).message}`);
  }
}

const named: ReadonlyArray<readonly [field: string, table: string]> = [
  ['sessionId', 'sessions'],
  ['customerId', 'customers'],
  ['channelId', 'channels'],
  ['sourceId', 'knowledge_base'],
];

/** Looks at the documents of one collection, in their order, some at a time. Throws a sentence. */
export function createDocumentCheck(
  client: Client,
  collection: string,
): (documents: readonly Document[]) => Promise<void> {
  let last = { sessionId: '', seq: 0 };
  function refuseGap(document: Document): void {
    const { sessionId, seq } = document as { sessionId: string; seq: { valueOf(): number } };
    const goesOn = sessionId === last.sessionId && Number(seq) === last.seq + 1;
    if (!goesOn && !(sessionId > last.sessionId && Number(seq) === 1))
      throw new Error(
        `The messages of session ${sessionId} in messages are not numbered 1, 2, 3 …. Nothing was restored.`,
      );
    last = { sessionId, seq: Number(seq) };
  }
  return async (documents) => {
    await refuseForeign(client, collection, documents);
    if (collection === 'messages') documents.forEach(refuseGap);
  };
}

async function refuseForeign(
  client: Client,
  collection: string,
  documents: readonly Document[],
): Promise<void> {
  const owners = documents.map(({ organizationId }) => organizationId);
  const { rows: there } = await client.query<{ id: string }>(
    'SELECT id FROM organizations WHERE id = ANY ($1::uuid[])',
    [[...new Set(owners)]],
  );
  const known = new Set<unknown>(there.map(({ id }) => id));
  const homeless = owners.find((owner) => !known.has(owner));
  if (homeless !== undefined)
    throw new Error(
      `A document of ${collection} is of an organization that is not there (${String(homeless)}). Nothing was restored.`,
    );
  for (const [field, table] of named) {
    const naming = documents.filter((document) => document[field] !== undefined);
    if (naming.length === 0) continue;
    const { rows } = await client.query<{ id: string }>(
      `SELECT n.id FROM ${table} n JOIN unnest($1::uuid[], $2::uuid[]) AS d (id, organization_id) ON d.id = n.id
       WHERE n.organization_id <> d.organization_id LIMIT 1`,
      [naming.map((document) => document[field]), naming.map(({ organizationId }) => organizationId)],
    );
    if (rows[0])
      throw new Error(
        `A document of ${collection} points to another organization's row of ${table} (${field} ${rows[0].id}). Nothing was restored.`,
      );
  }
}
