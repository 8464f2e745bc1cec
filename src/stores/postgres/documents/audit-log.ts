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
