// Changes of what is kept of customers and companies, as long as their conversations do not say them: written with the change, and only where a
// rule that is on names the attribute. One of a company stays for an hour with how many lines were written of it.
import type { EntityManager } from 'typeorm';
import type { AttributeChange, AttributeChanges } from '../../../../automations/rules/store';
import type { Customer, CustomerChange } from '../../../../customers/store';
import type { WithOrganization } from '../../sql/paging';

type Attributes = Customer['attributes'];

/** Of the same company and attribute, lines that were written within the hour. */
const saidLately = `(SELECT coalesce(sum(t.lines), 0)::int FROM attribute_changes t WHERE t.organization_id = $1
  AND t.company_id = a.company_id AND t.attribute = a.attribute AND t.told_at > now() - interval '1 hour')`;
const wasOpen = `s.status <> 'closed' AND s.started_at <= a.created_at`;

/** Customers' own come first: a program may change what is kept of all companies at once. */
export function createAttributeChangeStore(withOrganization: WithOrganization): AttributeChanges {
  return {
    next: (organizationId, limit, most) =>
      withOrganization(organizationId, (manager) =>
        manager.query<AttributeChange[]>(
          `SELECT a.id, a.company_id AS "companyId", co.name AS company, ${saidLately} AS "saidLately", a.attribute, a.was, a.becomes AS "is", a.by, a.created_at AS "at",
             CASE WHEN a.company_id IS NULL THEN ARRAY(SELECT s.id FROM sessions s
               WHERE s.organization_id = $1 AND s.customer_id = a.customer_id AND ${wasOpen}
               ORDER BY s.started_at, s.id)
             ELSE ARRAY(SELECT s.id FROM sessions s JOIN customers c ON c.id = s.customer_id
               WHERE s.organization_id = $1 AND c.company_id = a.company_id AND ${wasOpen}
               ORDER BY s.started_at DESC, s.id LIMIT $3) END AS "sessionIds"
           FROM attribute_changes a LEFT JOIN companies co ON co.id = a.company_id
           WHERE a.organization_id = $1 AND a.told_at IS NULL ORDER BY a.company_id IS NOT NULL, a.created_at, a.id LIMIT $2`,
          [organizationId, limit, most],
        ),
      ),

    markAnnounced: (organizationId, changes) =>
      withOrganization(organizationId, async (manager) => {
        const counted = changes.filter(({ companyId, lines }) => companyId !== null && lines > 0);
        await manager.query(
          `UPDATE attribute_changes a SET told_at = now(), lines = t.lines
           FROM unnest($2::uuid[], $3::int[]) AS t (id, lines) WHERE a.organization_id = $1 AND a.id = t.id`,
          [organizationId, counted.map(({ id }) => id), counted.map(({ lines }) => lines)],
        );
        await manager.query(
          `DELETE FROM attribute_changes
           WHERE organization_id = $1 AND told_at IS NULL AND id = ANY ($2::uuid[])`,
          [organizationId, changes.map(({ id }) => id)],
        );
      }),

    forgetAnnounced: (organizationId) =>
      withOrganization(organizationId, async (manager) => {
        const [, count] = await manager.query<[unknown, number]>(
          `DELETE FROM attribute_changes WHERE organization_id = $1 AND told_at < now() - interval '1 hour'`,
          [organizationId],
        );
        return count;
      }),
  };
}

type Owner = { organizationId: string } & (
  { customerId: string; companyId?: undefined } | { companyId: string; customerId?: undefined }
);

/** In the transaction of the change itself. */
export async function noteChanges(
  manager: EntityManager,
  { organizationId, customerId, companyId }: Owner,
  {
    before,
    after,
    by = { kind: 'system' },
  }: { before: Attributes; after: Attributes; by: CustomerChange['changedBy'] },
): Promise<void> {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changed = keys.filter((key) => before[key] !== after[key]);
  if (changed.length === 0) return;
  await manager.query(
    `INSERT INTO attribute_changes (organization_id, customer_id, company_id, attribute, was, becomes, by)
     SELECT $1::uuid, $2::uuid, $5::uuid, c.attribute, c.was, c.becomes, $4::jsonb
     FROM jsonb_to_recordset($3::jsonb) AS c (attribute text, was jsonb, becomes jsonb)
     WHERE EXISTS (SELECT FROM automation_rules r WHERE r.organization_id = $1 AND r.active_since IS NOT NULL
       AND r.definition -> 'when' ->> 'on' = $6 AND r.definition -> 'when' ->> 'attribute' = c.attribute)`,
    [
      ...[organizationId, customerId ?? null],
      JSON.stringify(
        changed.map((key) => ({ attribute: key, was: before[key] ?? null, becomes: after[key] ?? null })),
      ),
      ...[JSON.stringify(by), companyId ?? null],
      companyId === undefined ? 'attribute_changed' : 'company_attribute_changed',
    ],
  );
}
