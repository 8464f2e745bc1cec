// The SLA policies of all organizations, with their hours, in one look.
import type { CompanyRef } from '../../../protocol/model/tier';
import type { Query } from './query';

export interface StoredSlaPolicies {
  organizationId: string;
  policies: unknown;
  /** When they were last changed, ISO 8601. */
  since: string;
  /** The settings of category `businessHours`, by key; null without any. */
  hours: Record<string, unknown> | null;
  /** Those of the teams that have their own, by the id of the team; null without any. */
  teamHours: Record<string, unknown> | null;
}

export interface SlaPoliciesOfAll {
  slaPoliciesOfAll(): Promise<StoredSlaPolicies[]>;
  /** Where these customers belong now, by customer: those who belong anywhere. */
  companiesOf(customerIds: readonly string[]): Promise<Map<string, CompanyRef>>;
}

export function createSlaPoliciesOfAll(query: Query): SlaPoliciesOfAll {
  return {
    async slaPoliciesOfAll() {
      const rows = await query<Omit<StoredSlaPolicies, 'since'> & { since: Date }>(
        'sla-policies-of-all',
        text,
      );
      return rows.map((row) => ({ ...row, since: row.since.toISOString() }));
    },

    async companiesOf(customerIds) {
      const rows = await query<CompanyRef & { customerId: string }>(
        'companies-of',
        `SELECT c.id AS "customerId", co.id, co.name, co.tier FROM customers c JOIN companies co ON co.id = c.company_id
         WHERE c.id = ANY ($1::uuid[])`,
        [customerIds],
      );
      return new Map(rows.map(({ customerId, ...company }) => [customerId, company]));
    },
  };
}

const text = `SELECT p.organization_id AS "organizationId", p.value AS policies, p.updated_at AS since,
    (SELECT jsonb_object_agg(s.key, s.value) FROM settings s
      WHERE s.organization_id = p.organization_id AND s.category = 'businessHours') AS hours,
    (SELECT jsonb_object_agg(t.id, t.business_hours) FROM teams t
      WHERE t.organization_id = p.organization_id AND t.business_hours IS NOT NULL) AS "teamHours"
  FROM settings p WHERE p.category = 'sla' AND p.key = 'policies'`;
