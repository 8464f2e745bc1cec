// One company written, where the writer stands in line: what is refused is refused by the name of its field.
import type { EntityManager } from 'typeorm';
import type { ChangedBy, PutEach, Written } from '../../../../customers/companies';
import { DomainError, fieldError } from '../../../../errors';
import {
  mostAttributes,
  type Company,
  type CompanyChange,
  type NewCompany,
} from '../../../../protocol/companies';
import type { Words } from '../../../../protocol/model/wording';
import { say } from '../../../../protocol/server-texts/said';
import { noteChanges } from './attribute-changes';

export interface Place {
  manager: EntityManager;
  organizationId: string;
  /** Before the names of fields that are refused. */
  path: string;
  /** What is there besides stays. */
  addsAttributes?: true;
}

export async function putOne(place: Place, company: NewCompany & ChangedBy): Promise<PutEach> {
  const there = await named(place.manager, place.organizationId, company);
  const { externalId: _, ...change } = company;
  const written = there && (await write(place, there, change));
  if (!written) return { id: await insert(place, company), result: 'created', showsAnew: false };
  const { isChanged, showsAnew } = written;
  return { id: there, result: isChanged ? 'updated' : 'unchanged', showsAnew };
}

/** Which one is meant; the oldest of several that are called the same. */
export async function named(
  manager: EntityManager,
  organizationId: string,
  { externalId, name }: NewCompany,
): Promise<string | undefined> {
  const [row] = await manager.query<Array<{ id: string }>>(
    `SELECT id FROM companies WHERE organization_id = $1
       AND CASE WHEN $2::text IS NULL THEN lower(name) = lower($3) ELSE external_id = $2 END
     ORDER BY created_at, id LIMIT 1`,
    [organizationId, externalId ?? null, name],
  );
  return row?.id;
}

export async function insert(place: Place, company: NewCompany & ChangedBy): Promise<string> {
  const { manager, organizationId } = place;
  const [row] = await manager.query<[{ id: string }]>(
    'INSERT INTO companies (organization_id, external_id, name) VALUES ($1, $2, $3) RETURNING id',
    [organizationId, company.externalId ?? null, company.name],
  );
  // Nobody belongs there yet who could be told of it.
  const { externalId: _, changedBy: __, ...rest } = company;
  await write(place, row.id, rest);
  return row.id;
}

interface Wrote extends Written {
  isChanged: boolean;
}

/** All that is kept of it besides. */
interface Changed {
  before: Company['attributes'];
  after: Company['attributes'];
}

export async function write(
  place: Place,
  companyId: string,
  change: CompanyChange & ChangedBy,
): Promise<Wrote | undefined> {
  const { manager, organizationId } = place;
  await refuseTaken(place, companyId, change.domains);
  await refuseStranger(place, change.ownerId);
  const { name, domains, tier, ownerId, notes, attributes, changedBy } = change;
  const [[written]] = await manager.query<[Array<Wrote & Changed>, number]>(
    `UPDATE companies co SET name = coalesce($3, co.name), domains = coalesce($4, co.domains), tier = coalesce($5, co.tier),
       owner_agent_id = CASE WHEN $6 THEN $7::uuid ELSE co.owner_agent_id END, notes = coalesce($8, co.notes),
       attributes = CASE WHEN $10 THEN co.attributes ELSE '{}' END || coalesce($9::jsonb, co.attributes), updated_at = now()
     FROM companies was WHERE was.id = co.id AND co.organization_id = $1 AND co.id = $2
     RETURNING (was.name, was.tier) IS DISTINCT FROM (co.name, co.tier) AS "showsAnew",
       (was.name, was.domains, was.tier, was.owner_agent_id, was.notes, was.attributes)
         IS DISTINCT FROM (co.name, co.domains, co.tier, co.owner_agent_id, co.notes, co.attributes) AS "isChanged",
       was.attributes AS before, co.attributes AS after`,
    [
      ...[organizationId, companyId, name ?? null, domains ?? null, tier ?? null],
      ...[ownerId !== undefined, ownerId ?? null, notes ?? null],
      attributes ? JSON.stringify(attributes) : null,
      place.addsAttributes ?? false,
    ],
  );
  if (written && Object.keys(written.after).length > mostAttributes) throw tooMany(place);
  if (written && changedBy)
    await noteChanges(manager, { organizationId, companyId }, { ...written, by: changedBy });
  return written && { showsAnew: written.showsAnew, isChanged: written.isChanged };
}

export const conflict = (path: string, words: Words) =>
  new DomainError('conflict', words, { errors: [fieldError(path, words)] });

function tooMany({ path }: Place): DomainError {
  const words = say('company_attributes', { count: mostAttributes });
  return new DomainError('invalid', words, { errors: [fieldError(`${path}attributes`, words)] });
}

async function refuseTaken(
  { manager, organizationId, path }: Place,
  companyId: string,
  domains: readonly string[] = [],
): Promise<void> {
  if (domains.length === 0) return;
  const [row] = await manager.query<Array<{ domain: string; name: string }>>(
    `SELECT domain, name FROM companies, unnest(domains) AS domain
     WHERE organization_id = $1 AND id <> $2 AND domain = ANY ($3::text[]) LIMIT 1`,
    [organizationId, companyId, domains],
  );
  if (row) throw conflict(`${path}domains`, say('company_domain_taken', row));
}

async function refuseStranger(
  { manager, organizationId, path }: Place,
  ownerId: string | null | undefined,
): Promise<void> {
  if (!ownerId) return;
  const rows = await manager.query<unknown[]>('SELECT FROM agents WHERE organization_id = $1 AND id = $2', [
    organizationId,
    ownerId,
  ]);
  if (rows.length > 0) return;
  const words = say('company_no_agent');
  throw new DomainError('invalid', words, { errors: [fieldError(`${path}ownerId`, words)] });
}
