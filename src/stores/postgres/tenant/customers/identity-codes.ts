import type { LinkStore, SentCode } from '../../../../customers/link-store';
import { notFound } from '../../../../errors';
import type { WithOrganization } from '../../sql/paging';
import { customersNamed } from '../privacy/erasure-guard';

export function createIdentityCodes(
  withOrganization: WithOrganization,
): Pick<LinkStore, 'keepCode' | 'tryCodes' | 'forgetCode'> {
  return {
    keepCode: (organizationId, { customerId, provedCustomerId, hash, by, seconds }) =>
      withOrganization(organizationId, async (manager) => {
        const there = await customersNamed(manager, [customerId, provedCustomerId]);
        if (there.filter(({ erased }) => !erased).length < 2) throw notFound('customer');
        await manager.query('DELETE FROM identity_codes WHERE organization_id = $1 AND expires_at < now()', [
          organizationId,
        ]);
        const [row] = await manager.query<Array<{ until: Date }>>(
          `INSERT INTO identity_codes (organization_id, customer_id, proved_customer_id, code_hash, sent_by, expires_at)
           VALUES ($1, $2, $3, $4, $5, now() + $6 * interval '1 second')
           ON CONFLICT (customer_id, proved_customer_id) DO UPDATE
             SET code_hash = excluded.code_hash, sent_by = excluded.sent_by, expires_at = excluded.expires_at, tries = 0
           RETURNING expires_at AS until`,
          [organizationId, customerId, provedCustomerId, hash, JSON.stringify(by), seconds],
        );
        return row!.until.toISOString();
      }),

    /** The try is counted before anybody compares: those who ask at the same time have no more of them. */
    tryCodes: (organizationId, { customerId, provedCustomerId, tries }) =>
      withOrganization(organizationId, async (manager) => {
        const [rows] = await manager.query<[SentCode[], number]>(
          `UPDATE identity_codes SET tries = tries + 1
           WHERE organization_id = $1 AND customer_id = $2 AND ($3::uuid IS NULL OR proved_customer_id = $3)
             AND expires_at > now() AND tries < $4::int
           RETURNING proved_customer_id AS "provedCustomerId", code_hash AS hash, sent_by AS by, $4::int - tries AS "triesLeft"`,
          [organizationId, customerId, provedCustomerId ?? null, tries],
        );
        return rows;
      }),

    forgetCode: (organizationId, { customerId, provedCustomerId }) =>
      withOrganization(organizationId, async (manager) => {
        await manager.query(
          'DELETE FROM identity_codes WHERE organization_id = $1 AND customer_id = $2 AND proved_customer_id = $3',
          [organizationId, customerId, provedCustomerId],
        );
      }),
  };
}

/** What came of codes that came back. */
export function createIdentityProofs(
  withOrganization: WithOrganization,
): Pick<LinkStore, 'keepProof' | 'provedBy' | 'proofs' | 'expireProofs'> {
  return {
    keepProof: (organizationId, { customerId, provedCustomerId }) =>
      withOrganization(organizationId, async (manager) => {
        const there = await customersNamed(manager, [customerId, provedCustomerId]);
        if (there.filter(({ erased }) => !erased).length < 2) return;
        await manager.query(
          `INSERT INTO identity_proofs (organization_id, customer_id, proved_customer_id) VALUES ($1, $2, $3)
           ON CONFLICT (customer_id, proved_customer_id) DO UPDATE SET proved_at = now()`,
          [organizationId, customerId, provedCustomerId],
        );
      }),

    ...reading(withOrganization),

    expireProofs: (organizationId, before) =>
      withOrganization(organizationId, async (manager) => {
        const [, proofs] = await manager.query<[unknown[], number]>(
          'DELETE FROM identity_proofs WHERE organization_id = $1 AND proved_at < $2',
          [organizationId, before],
        );
        const [, codes] = await manager.query<[unknown[], number]>(
          'DELETE FROM identity_codes WHERE organization_id = $1 AND expires_at < now()',
          [organizationId],
        );
        return proofs + codes;
      }),
  };
}

function reading(withOrganization: WithOrganization): Pick<LinkStore, 'proofs' | 'provedBy'> {
  return {
    proofs: (organizationId, customerIds) =>
      withOrganization(organizationId, async (manager) => {
        const rows = await manager.query<Array<{ customerId: string; provedCustomerId: string; at: Date }>>(
          `SELECT customer_id AS "customerId", proved_customer_id AS "provedCustomerId", proved_at AS at
           FROM identity_proofs WHERE organization_id = $1
             AND (customer_id = ANY ($2::uuid[]) OR proved_customer_id = ANY ($2::uuid[]))
           ORDER BY proved_at DESC`,
          [organizationId, customerIds],
        );
        return rows.map(({ at, ...proof }) => ({ ...proof, provedAt: at.toISOString() }));
      }),

    provedBy: (organizationId, customerId, hours) =>
      withOrganization(organizationId, async (manager) => {
        const rows = await manager.query<Array<{ id: string }>>(
          `SELECT proved_customer_id AS id FROM identity_proofs
           WHERE organization_id = $1 AND customer_id = $2 AND proved_at > now() - $3 * interval '1 hour'
           ORDER BY proved_at DESC`,
          [organizationId, customerId, hours],
        );
        return rows.map(({ id }) => id);
      }),
  };
}
