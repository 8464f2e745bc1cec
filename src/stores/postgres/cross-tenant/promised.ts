// What organizations promise their customers, of all of them in one look.
import type { Query } from './query';

export interface StoredPromises {
  organizationId: string;
  policies: unknown;
  /** When they were last changed, ISO 8601. */
  since: string;
  /** The settings of category `businessHours`, by key; null without any. */
  hours: Record<string, unknown> | null;
}

export interface PromisesOfAll {
  promisesOfAll(): Promise<StoredPromises[]>;
}

export function createPromisesOfAll(query: Query): PromisesOfAll {
  return {
    async promisesOfAll() {
      const rows = await query<Omit<StoredPromises, 'since'> & { since: Date }>('promises-of-all', text);
      return rows.map((row) => ({ ...row, since: row.since.toISOString() }));
    },
  };
}

const text = `SELECT p.organization_id AS "organizationId", p.value AS policies, p.updated_at AS since,
    (SELECT jsonb_object_agg(s.key, s.value) FROM settings s
      WHERE s.organization_id = p.organization_id AND s.category = 'businessHours') AS hours
  FROM settings p WHERE p.category = 'sla' AND p.key = 'policies'`;
