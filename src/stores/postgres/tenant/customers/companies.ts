// Companies of one organization, and who belongs to them.
import type { EntityManager } from 'typeorm';
import type { CompanyStore, Written } from '../../../../customers/companies';
import { notFound } from '../../../../errors';
import type { BareCompany, Company } from '../../../../protocol/companies';
import { say } from '../../../../protocol/server-texts/said';
import { inOrder, pageOfIds, type WithOrganization } from '../../sql/paging';
import { rowByRow } from '../../sql/row-by-row';
import { personOf, standInLine } from './customer-links';
import { conflict, insert, named, putOne, write } from './write-company';

type Dated = 'externalId' | 'ownerId' | 'createdAt' | 'updatedAt';
type Counts = Pick<Company, 'customers' | 'open'>;
type Row = Omit<BareCompany, Dated> & {
  externalId: string | null;
  ownerId: string | null;
  createdAt: Date;
  updatedAt: Date;
};

const columns = `co.id, co.external_id AS "externalId", co.name, co.domains, co.tier, co.owner_agent_id AS "ownerId",
    co.notes, co.attributes, co.created_at AS "createdAt", co.updated_at AS "updatedAt"`;

/** Of all that is open in the organization, not of all that the customers ever wrote. */
const counted = `WITH open AS MATERIALIZED (
    SELECT c.company_id, count(*)::int AS n FROM sessions s JOIN customers c ON c.id = s.customer_id
    WHERE s.organization_id = $1 AND s.status <> 'closed' AND c.company_id = ANY ($2::uuid[]) GROUP BY c.company_id)
  SELECT ${columns}, (SELECT count(*)::int FROM customers c WHERE c.company_id = co.id) AS customers,
    coalesce((SELECT n FROM open WHERE open.company_id = co.id), 0) AS open
  FROM companies co WHERE co.organization_id = $1 AND co.id = ANY ($2::uuid[])`;

const taken = say('company_id_taken');

export function createCompanyStore(withOrganization: WithOrganization): CompanyStore {
  return {
    ...reading(withOrganization),
    ...writing(withOrganization),
    ...writingEach(withOrganization),
    ...belonging(withOrganization),
  };
}

function reading(withOrganization: WithOrganization): Pick<CompanyStore, 'list' | 'get' | 'ofDomains'> {
  return {
    list: (organizationId, { q, tier, ownerId }, page) =>
      withOrganization(organizationId, async (manager) => {
        const like = q === undefined ? null : `%${q.replace(/[\\%_]/g, '\\$&')}%`;
        const { ids, nextCursor } = await pageOfIds(
          manager,
          {
            table: 'companies',
            organizationId,
            where: `($2::text IS NULL OR spelled(name || ' ' || coalesce(external_id, '') || ' ' || array_to_string(domains, ' ')) LIKE ANY (spellings($2)))
              AND ($3::text IS NULL OR tier = $3) AND ($4::uuid IS NULL OR owner_agent_id = $4)`,
            parameters: [like, tier ?? null, ownerId ?? null],
          },
          page,
        );
        const rows = await manager.query<Array<Row & Counts>>(counted, [organizationId, ids]);
        return { items: inOrder(ids, rows).map(toCompany), nextCursor };
      }),

    get: (organizationId, companyId) =>
      withOrganization(organizationId, async (manager) => {
        const [row] = await manager.query<Array<Row & Counts>>(counted, [organizationId, [companyId]]);
        return row && toCompany(row);
      }),

    ofDomains: (organizationId, domains) =>
      withOrganization(organizationId, (manager) =>
        manager.query<Array<{ domain: string; companyId: string; name: string }>>(
          `SELECT domain, id AS "companyId", name FROM companies, unnest(domains) AS domain
           WHERE organization_id = $1 AND domain = ANY ($2::text[])`,
          [organizationId, domains],
        ),
      ),
  };
}

/** Writers stand in line: no two companies get one domain, and no program makes one twice. */
const inLine = <T>(
  withOrganization: WithOrganization,
  organizationId: string,
  work: (manager: EntityManager) => Promise<T>,
): Promise<T> =>
  withOrganization(organizationId, async (manager) => {
    await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `companies ${organizationId}`,
    ]);
    return work(manager);
  });

function writing(
  withOrganization: WithOrganization,
): Pick<CompanyStore, 'put' | 'create' | 'update' | 'setAttribute' | 'remove'> {
  return {
    put: (organizationId, given) =>
      inLine(withOrganization, organizationId, async (manager) => {
        const put: Array<Written & { id: string; isNew: boolean }> = [];
        const many = given.length > 1;
        for (const [n, company] of given.entries()) {
          const place = { manager, organizationId, path: many ? `${n}.` : '' };
          const { id, result, showsAnew } = await putOne(place, company);
          put.push({ id, isNew: result === 'created', showsAnew });
        }
        return put;
      }),

    create: (organizationId, company) =>
      inLine(withOrganization, organizationId, async (manager) => {
        if (company.externalId !== undefined && (await named(manager, organizationId, company)))
          throw conflict('externalId', taken);
        return insert({ manager, organizationId, path: '' }, company);
      }),

    update: (organizationId, companyId, change) =>
      inLine(withOrganization, organizationId, (manager) =>
        write({ manager, organizationId, path: '' }, companyId, change),
      ),

    setAttribute: (organizationId, companyId, { attribute, value, ...by }) =>
      inLine(withOrganization, organizationId, async (manager) => {
        const [row] = await manager.query<Array<Pick<Company, 'attributes'>>>(
          'SELECT attributes FROM companies WHERE organization_id = $1 AND id = $2',
          [organizationId, companyId],
        );
        const { [attribute]: before = null, ...others } = row?.attributes ?? {};
        if (!row || before === value) return false;
        const attributes = value === null ? others : { ...others, [attribute]: value };
        await write({ manager, organizationId, path: '' }, companyId, { attributes, ...by });
        return true;
      }),

    remove: (organizationId, companyId) =>
      inLine(withOrganization, organizationId, async (manager) => {
        const [, count] = await manager.query<[unknown, number]>(
          'DELETE FROM companies WHERE organization_id = $1 AND id = $2',
          [organizationId, companyId],
        );
        return count === 1;
      }),
  };
}

function writingEach(withOrganization: WithOrganization): Pick<CompanyStore, 'putEach'> {
  return {
    putEach: (organizationId, given, isTrial) =>
      inLine(withOrganization, organizationId, (manager) =>
        rowByRow(manager, { rows: given, isTrial }, (company) =>
          putOne({ manager, organizationId, path: '', addsAttributes: true }, company),
        ),
      ),
  };
}

function belonging(
  withOrganization: WithOrganization,
): Pick<CompanyStore, 'of' | 'join' | 'withOpenSessions'> {
  return {
    withOpenSessions: (organizationId, companyId) =>
      withOrganization(organizationId, async (manager) => {
        const rows = await manager.query<Array<{ id: string }>>(
          `SELECT DISTINCT c.id FROM customers c JOIN sessions s ON s.customer_id = c.id
           WHERE c.organization_id = $1 AND c.company_id = $2 AND s.status <> 'closed'`,
          [organizationId, companyId],
        );
        return rows.map(({ id }) => id);
      }),

    of: (organizationId, customerId) =>
      withOrganization(organizationId, async (manager) => {
        const [row] = await manager.query<Row[]>(
          `SELECT ${columns} FROM companies co JOIN customers c ON c.company_id = co.id
           WHERE c.organization_id = $1 AND c.id = $2`,
          [organizationId, customerId],
        );
        return row && toCompany(row);
      }),

    join: (organizationId, customerId, companyId) =>
      withOrganization(organizationId, async (manager) => {
        // Whoever is linked at this moment belongs there by one of both.
        await standInLine(manager, organizationId);
        if (companyId !== null) {
          const [there] = await manager.query<unknown[]>(
            'SELECT FROM companies WHERE organization_id = $1 AND id = $2 FOR SHARE',
            [organizationId, companyId],
          );
          if (!there) throw notFound('company');
        }
        const customerIds = await personOf(manager, organizationId, customerId);
        const [rows] = await manager.query<[Array<{ id: string }>, number]>(
          `UPDATE customers SET company_id = $3, updated_at = now()
           WHERE organization_id = $1 AND id = ANY ($2) AND erased_at IS NULL RETURNING id`,
          [organizationId, customerIds, companyId],
        );
        return rows.map(({ id }) => id);
      }),
  };
}

function toCompany<T extends Row>({ externalId, ownerId, createdAt, updatedAt, ...row }: T) {
  return {
    ...row,
    ...(externalId !== null && { externalId }),
    ...(ownerId !== null && { ownerId }),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
