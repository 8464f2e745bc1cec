import type { Pool, PoolClient } from 'pg';
import type { NewVector, Vector, VectorSource, VectorStore } from '../../../knowledge/vectors';
import { cleanText, storable } from '../../storable';

interface Row {
  source_type: Vector['sourceType'];
  source_id: string;
  created_at: Date;
  embedding: Buffer;
  doc: Pick<Vector, 'text' | 'metadata'>;
}

const ofSource = 'organization_id = $1 AND source_type = $2 AND source_id = $3';
const remove = `DELETE FROM vector_embeddings WHERE ${ofSource}`;
const insert = `
INSERT INTO vector_embeddings (organization_id, source_type, source_id, created_at, embedding, doc)
SELECT $1, $2, $3, now(), t.embedding, t.doc FROM unnest($4::bytea[], $5::jsonb[]) AS t (embedding, doc)`;
const read = `
SELECT source_type, source_id, created_at, embedding, doc FROM vector_embeddings
WHERE organization_id = $1 AND source_type = $2 AND source_id = ANY($3)`;

const newest = `
SELECT id, to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, source_type, source_id, created_at, embedding, doc FROM vector_embeddings
WHERE organization_id = $1 AND source_type = $2 AND created_at >= $3 AND (created_at, id) < ($4, $5)
ORDER BY created_at DESC, id DESC LIMIT $6`;
const beforeAll = 'infinity ffffffff-ffff-ffff-ffff-ffffffffffff';

const removeOthers = `
DELETE FROM vector_embeddings
WHERE organization_id = $1 AND source_type = $2 AND doc->'metadata'->>'model' IS DISTINCT FROM $3`;

export function createVectorStore(pool: Pool): VectorStore {
  return {
    replace: (source, vectors) =>
      inTransaction(pool, async (client) => {
        const key = keyOf(source);
        // Of two writers of one source the second waits here, and then sees what the first wrote.
        await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [key.join(' ')]);
        await client.query(remove, key);
        await client.query(insert, [
          ...key,
          vectors.map(({ embedding }) => toBytes(embedding)),
          vectors.map(({ text, metadata }: NewVector) => JSON.stringify(storable({ text, metadata }))),
        ]);
      }),

    async read({ organizationId, sourceType }, sourceIds) {
      const { rows } = await pool.query<Row>(read, [organizationId, sourceType, sourceIds.map(cleanText)]);
      return rows.map((row) => toVector(organizationId, row));
    },

    async newest({ organizationId, sourceType }, { limit, since = '-infinity', cursor = beforeAll }) {
      const [at, id] = cursor.split(' ', 2);
      const values = [organizationId, sourceType, since, at, id, limit];
      const { rows } = await pool.query<Row & { id: string; at: string }>(newest, values);
      const last = rows.length === limit ? rows.at(-1) : undefined;
      return {
        items: rows.map((row) => toVector(organizationId, row)),
        ...(last && { cursor: `${last.at} ${last.id}` }),
      };
    },

    async keepModel({ organizationId, sourceType }, model) {
      return (await pool.query(removeOthers, [organizationId, sourceType, model])).rowCount ?? 0;
    },

    async remove(source) {
      return (await pool.query(remove, keyOf(source))).rowCount ?? 0;
    },
  };
}

async function inTransaction(pool: Pool, work: (client: PoolClient) => Promise<void>): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await work(client);
    await client.query('COMMIT');
    client.release();
  } catch (error) {
    // A connection that failed in the middle is not used again.
    client.release(true);
    throw error;
  }
}

function keyOf({ organizationId, sourceType, sourceId }: VectorSource): string[] {
  return [organizationId, sourceType, cleanText(sourceId)];
}

/** 32-bit floats, little-endian, as typed arrays lie in memory on every platform that Node runs on. */
function toBytes(embedding: Float32Array): Buffer {
  return Buffer.from(embedding.buffer, embedding.byteOffset, embedding.byteLength);
}

function toVector(organizationId: string, row: Row): Vector {
  // A copy: the buffer of a row lies at any offset of a larger one.
  const bytes = Uint8Array.from(row.embedding);
  return {
    organizationId,
    sourceType: row.source_type,
    sourceId: row.source_id,
    ...row.doc,
    embedding: new Float32Array(bytes.buffer),
    createdAt: row.created_at.toISOString(),
  };
}
