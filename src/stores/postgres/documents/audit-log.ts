import type { Pool } from 'pg';
import { z } from 'zod';
import type { AuditEntry, AuditFilter, AuditLog } from '../../../audit/store';
import { readCursor, writeCursor } from '../../cursor';
import { cleanText, storable } from '../../storable';

interface Row {
  id: string;
  timestamp: Date;
  doc: Omit<AuditEntry, 'id' | 'organizationId' | 'timestamp'>;
}

const place = z.tuple([z.iso.datetime(), z.uuid()]);
/** In one transaction. */
const expiredAtOnce = 5_000;
const fields = ['userId', 'action', 'resource', 'resourceId'] as const;

export function createAuditLog(pool: Pool): AuditLog {
  return {
    async record({ id, organizationId, timestamp, ...doc }) {
      await pool.query(
        'INSERT INTO audit_logs (id, organization_id, timestamp, doc) VALUES ($1, $2, $3, $4)',
        [id, organizationId, timestamp, JSON.stringify(storable(doc))],
      );
    },

    async list(organizationId, filter, { limit, cursor }) {
      const { conditions, values } = conditionsOf(organizationId, filter);
      if (cursor !== undefined) {
        values.push(...readCursor(place, cursor));
        conditions.push(`(timestamp, id) < ($${values.length - 1}::timestamptz, $${values.length}::uuid)`);
      }
      values.push(limit + 1);
      const { rows } = await pool.query<Row>(
        `SELECT id, timestamp, doc FROM audit_logs WHERE ${conditions.join(' AND ')}
         ORDER BY timestamp DESC, id DESC LIMIT $${values.length}`,
        values,
      );
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      return {
        items: rows.slice(0, limit).map((row) => toEntry(organizationId, row)),
        nextCursor: last ? writeCursor([last.timestamp.toISOString(), last.id]) : null,
      };
    },

    async expire(organizationId, before) {
      for (let gone = 0; ;) {
        const { rows } = await pool.query<{ n: number }>('SELECT forget_audit($1, $2, $3) AS n', [
          organizationId,
          before,
          expiredAtOnce,
        ]);
        const { n } = rows[0]!;
        gone += n;
        if (n < expiredAtOnce) return gone;
      }
    },

    async countBefore(organizationId, before) {
      const { rows } = await pool.query<{ n: number }>(
        'SELECT count(*)::int AS n FROM audit_logs WHERE organization_id = $1 AND timestamp < $2',
        [organizationId, before],
      );
      return rows[0]!.n;
    },
  };
}

function conditionsOf(organizationId: string, filter: AuditFilter) {
  const values: unknown[] = [organizationId];
  const conditions = ['organization_id = $1'];
  const and = (condition: string, value: unknown) => conditions.push(`${condition} $${values.push(value)}`);
  for (const field of fields) {
    const value = filter[field];
    if (value !== undefined) and(`doc ->> '${field}' =`, cleanText(value));
  }
  if (filter.from) and('timestamp >=', filter.from);
  if (filter.to) and('timestamp <', filter.to);
  return { conditions, values };
}

function toEntry(organizationId: string, { id, timestamp, doc }: Row): AuditEntry {
  return { ...doc, id, organizationId, timestamp: timestamp.toISOString() };
}
