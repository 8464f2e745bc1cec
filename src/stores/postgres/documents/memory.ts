import type { Pool } from 'pg';
import type { CustomerRef, MemoryEntry, MemoryStore } from '../../../customers/memory/memory-store';
import { cleanText, storable } from '../../storable';

interface Row {
  type: MemoryEntry['type'];
  importance: number;
  last_accessed: Date;
  created_at: Date;
  expires_at: Date | null;
  doc: Pick<MemoryEntry, 'key' | 'value'>;
}

const remember = `
INSERT INTO memory (organization_id, customer_id, type, key, importance, last_accessed, created_at, expires_at, doc)
VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8)
ON CONFLICT (organization_id, customer_id, type, key) DO UPDATE SET importance = excluded.importance,
  last_accessed = excluded.last_accessed, expires_at = excluded.expires_at, doc = excluded.doc`;

const replace = `
UPDATE memory SET importance = $5, last_accessed = $6, expires_at = $7, doc = $8
WHERE organization_id = $1 AND customer_id = $2 AND type = $3 AND key = $4`;

const read = `
SELECT type, importance, last_accessed, created_at, expires_at, doc FROM memory
WHERE organization_id = $1 AND customer_id = $2 AND (expires_at IS NULL OR expires_at > $3)
ORDER BY importance DESC, created_at DESC, key, type LIMIT $4`;

const recall = `
WITH found AS (
  UPDATE memory SET last_accessed = $3 WHERE (organization_id, customer_id, type, key) IN (
    SELECT organization_id, customer_id, type, key FROM memory
    WHERE organization_id = $1 AND customer_id = $2 AND (expires_at IS NULL OR expires_at > $3)
    ORDER BY importance DESC, created_at DESC, key, type LIMIT $4 FOR UPDATE
  )
  RETURNING type, importance, last_accessed, created_at, expires_at, key, doc
)
SELECT * FROM found ORDER BY importance DESC, created_at DESC, key, type`;

function columns(
  {
    organizationId,
    customerId,
    type,
    key,
    value,
    importance,
    expiresAt,
  }: Parameters<MemoryStore['remember']>[0],
  now: Date,
): unknown[] {
  const doc = JSON.stringify(storable({ key, value }));
  return [organizationId, customerId, type, cleanText(key), importance, now, expiresAt ?? null, doc];
}

export function createMemoryStore(pool: Pool): MemoryStore {
  async function count(text: string, values: unknown[]): Promise<number> {
    return (await pool.query(text, values)).rowCount ?? 0;
  }

  async function select(
    text: string,
    { organizationId, customerId }: CustomerRef,
    values: unknown[],
  ): Promise<MemoryEntry[]> {
    const { rows } = await pool.query<Row>(text, [organizationId, customerId, ...values]);
    return rows.map((row) => ({
      organizationId,
      customerId,
      type: row.type,
      ...row.doc,
      importance: row.importance,
      lastAccessed: row.last_accessed.toISOString(),
      createdAt: row.created_at.toISOString(),
      ...(row.expires_at && { expiresAt: row.expires_at.toISOString() }),
    }));
  }

  return {
    async remember(entry, now) {
      await count(remember, columns(entry, now));
    },

    replace: async (entry, now) => (await count(replace, columns(entry, now))) > 0,

    recall: (customer, now, limit) => select(recall, customer, [now, limit]),
    read: (customer, now, limit) => select(read, customer, [now, limit]),

    forget({ organizationId, customerId }, key) {
      const all = 'DELETE FROM memory WHERE organization_id = $1 AND customer_id = $2';
      if (key === undefined) return count(all, [organizationId, customerId]);
      return count(`${all} AND key = $3`, [organizationId, customerId, cleanText(key)]);
    },

    expire: (now) => count('DELETE FROM memory WHERE expires_at <= $1', [now]),
  };
}
