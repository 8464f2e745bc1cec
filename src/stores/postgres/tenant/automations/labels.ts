import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { LabelStore } from '../../../../automations/labels/store';
import { DomainError } from '../../../../errors';
import { mostLabels, type Label, type LabelMark } from '../../../../protocol/labels';
import { say } from '../../../../protocol/server-texts/said';
import type { WithOrganization } from '../../sql/paging';
import { holdersOf, renameHolders } from './label-holders';
import { explained } from '../table';

type Row = Omit<Label, 'changing'> & { becomes: string | null; changes: boolean };

/** Of the names in `names`: what is said of them, and how many conversations have them. */
const described = (names: string) => `
  SELECT n.name, l.colour, coalesce(l.description, '') AS description, c.becomes, c.id IS NOT NULL AS changes,
    (SELECT count(*)::int FROM session_labels s WHERE s.organization_id = $1 AND s.label = n.name) AS conversations
  FROM (${names}) n
    LEFT JOIN labels l ON l.organization_id = $1 AND l.name = n.name
    LEFT JOIN label_changes c ON c.organization_id = $1 AND c.label = n.name
  ORDER BY lower(n.name), n.name`;

const everyName = `
  SELECT DISTINCT label::text AS name FROM session_labels WHERE organization_id = $1
  UNION SELECT name::text FROM labels WHERE organization_id = $1`;

const sentences = { taken: say('label_name_taken'), used: say('label_changing') };

export function createLabelStore(withOrganization: WithOrganization): LabelStore {
  const inside: WithOrganization = (organizationId, work) =>
    withOrganization(organizationId, work).catch((error: unknown) => {
      throw explained(error, sentences);
    });
  return {
    ...reading(inside),
    ...moving(inside),

    isThere: (organizationId, name) =>
      inside(organizationId, async (manager) => {
        const [row] = await manager.query<[{ there: boolean }]>(
          `SELECT EXISTS (SELECT FROM (${everyName}) every WHERE lower(name) = lower($2)) AS there`,
          [organizationId, name],
        );
        return row.there;
      }),

    create: (organizationId, { name, colour, description }) =>
      inside(organizationId, async (manager) => {
        await holdLabels(manager, organizationId);
        await refuseFull(manager, organizationId);
        if (await isThere(manager, organizationId, name)) throw new DomainError('conflict', sentences.taken);
        await manager.query(
          'INSERT INTO labels (organization_id, name, colour, description) VALUES ($1, $2, $3, $4)',
          [organizationId, name, colour, description],
        );
      }),

    describe: (organizationId, name, { colour, description }) =>
      inside(organizationId, async (manager) => {
        await holdLabels(manager, organizationId);
        await refuseFull(manager, organizationId, name);
        await manager.query(
          `INSERT INTO labels AS l (organization_id, name, colour, description) VALUES ($1, $2, $3, coalesce($4, ''))
           ON CONFLICT (organization_id, name) DO UPDATE SET
             colour = CASE WHEN $5 THEN excluded.colour ELSE l.colour END, description = coalesce($4, l.description)`,
          [organizationId, name, colour ?? null, description ?? null, colour !== undefined],
        );
      }),
  };
}

function reading(
  inside: WithOrganization,
): Pick<LabelStore, 'list' | 'get' | 'marks' | 'nextMove' | 'sessionsWith'> {
  return {
    list: (organizationId, { q }, { limit, cursor }) =>
      inside(organizationId, async (manager) => {
        const rows = await manager.query<Row[]>(
          described(`SELECT name FROM (${everyName}) every
            WHERE ($2::text IS NULL OR position(lower($2) IN lower(name)) > 0)
              AND ($3::text IS NULL OR (lower(name), name) > (lower($3), $3))
            ORDER BY lower(name), name LIMIT ${limit + 1}`),
          [organizationId, q ?? null, cursor === undefined ? null : nameIn(cursor)],
        );
        const items = rows.slice(0, limit).map(toLabel);
        return { items, nextCursor: rows.length > limit ? cursorOf(items.at(-1)!.name) : null };
      }),

    get: (organizationId, name) =>
      inside(organizationId, async (manager) => {
        const [row] = await manager.query<Row[]>(described('SELECT $2::text AS name'), [
          organizationId,
          name,
        ]);
        const usedBy = await holdersOf(manager, organizationId, name);
        if (usedBy.length === 0 && !(await isThere(manager, organizationId, name))) return undefined;
        return { ...toLabel(row!), usedBy };
      }),

    marks: (organizationId) =>
      inside(organizationId, (manager) =>
        manager.query<LabelMark[]>(
          'SELECT name, colour, description FROM labels WHERE organization_id = $1 ORDER BY lower(name)',
          [organizationId],
        ),
      ),

    nextMove: (organizationId) =>
      inside(organizationId, async (manager) => {
        const [row] = await manager.query<
          Array<{ id: string; label: string; becomes: string | null; by: string }>
        >(
          `SELECT id, label, becomes, by_name AS by FROM label_changes WHERE organization_id = $1
           ORDER BY created_at, id LIMIT 1`,
          [organizationId],
        );
        if (!row) return undefined;
        const { id, label, becomes, by } = row;
        return { id, label, ...(becomes !== null && { becomes }), byName: by };
      }),

    sessionsWith: (organizationId, label, { after, limit }) =>
      inside(organizationId, async (manager) => {
        const rows = await manager.query<Array<{ id: string }>>(
          `SELECT session_id AS id FROM session_labels
           WHERE organization_id = $1 AND label = $2 AND ($3::uuid IS NULL OR session_id > $3)
           ORDER BY session_id LIMIT $4`,
          [organizationId, label, after ?? null, limit],
        );
        return rows.map(({ id }) => id);
      }),
  };
}

function moving(inside: WithOrganization): Pick<LabelStore, 'move' | 'settle'> {
  return {
    move: (organizationId, { isNew = false, ...move }) =>
      inside(organizationId, async (manager) => {
        const { label, becomes, byName } = move;
        await holdLabels(manager, organizationId);
        await refuseChanging(manager, organizationId, label);
        if (becomes !== undefined) {
          const isOther = isNew && becomes.toLowerCase() !== label.toLowerCase();
          if (isOther && (await isThere(manager, organizationId, becomes)))
            throw new DomainError('conflict', say('label_merge_instead', { label: becomes }));
          await renameHolders(manager, organizationId, { label, becomes });
          await nameRow(manager, organizationId, { label, becomes, isNew });
        } else {
          const [used] = await holdersOf(manager, organizationId, label);
          if (used) throw new DomainError('conflict', say('label_in_use'));
          await remove(manager, organizationId, label);
        }
        await manager.query(
          'INSERT INTO label_changes (organization_id, label, becomes, by_name) VALUES ($1, $2, $3, $4)',
          [organizationId, label, becomes ?? null, byName],
        );
      }),

    settle: (organizationId, moveId) =>
      inside(organizationId, async (manager) => {
        await manager.query('DELETE FROM label_changes WHERE organization_id = $1 AND id = $2', [
          organizationId,
          moveId,
        ]);
      }),
  };
}

/** A new name keeps what was said of the old one; of two, what is said of the one that stays does. */
async function nameRow(
  manager: EntityManager,
  organizationId: string,
  { label, becomes, isNew }: { label: string; becomes: string; isNew: boolean },
): Promise<void> {
  if (isNew) {
    const [, renamed] = await manager.query<[unknown, number]>(
      'UPDATE labels SET name = $3 WHERE organization_id = $1 AND name = $2',
      [organizationId, label, becomes],
    );
    if (renamed > 0) return;
  } else await remove(manager, organizationId, label);
  await manager.query('INSERT INTO labels (organization_id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
    organizationId,
    becomes,
  ]);
}

const remove = (manager: EntityManager, organizationId: string, label: string) =>
  manager.query('DELETE FROM labels WHERE organization_id = $1 AND name = $2', [organizationId, label]);

/** Who changes labels stands in line. */
const holdLabels = (manager: EntityManager, organizationId: string) =>
  manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`labels ${organizationId}`]);

async function isThere(manager: EntityManager, organizationId: string, name: string): Promise<boolean> {
  const [row] = await manager.query<[{ there: boolean }]>(
    `SELECT EXISTS (SELECT FROM labels WHERE organization_id = $1 AND lower(name) = lower($2))
       OR EXISTS (SELECT FROM session_labels WHERE organization_id = $1 AND label = $2) AS there`,
    [organizationId, name],
  );
  return row.there;
}

async function refuseFull(manager: EntityManager, organizationId: string, but = ''): Promise<void> {
  const [row] = await manager.query<[{ n: number }]>(
    'SELECT count(*)::int AS n FROM labels WHERE organization_id = $1 AND name <> $2',
    [organizationId, but],
  );
  if (row.n >= mostLabels) throw new DomainError('conflict', say('labels_full', { count: mostLabels }));
}

async function refuseChanging(manager: EntityManager, organizationId: string, label: string): Promise<void> {
  const rows = await manager.query<unknown[]>(
    'SELECT FROM label_changes WHERE organization_id = $1 AND label = $2',
    [organizationId, label],
  );
  if (rows.length > 0) throw new DomainError('conflict', sentences.used);
}

const place = z.tuple([z.literal('label'), z.string().min(1).max(50)]);

function nameIn(cursor: string): string {
  try {
    return place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))[1];
  } catch {
    throw new DomainError('invalid', 'This cursor is not one of ours.', {
      errors: [{ path: 'cursor', message: 'Use nextCursor of the page before, unchanged.' }],
    });
  }
}

const cursorOf = (name: string) => Buffer.from(JSON.stringify(['label', name])).toString('base64url');

function toLabel({ name, colour, description, conversations, changes, becomes }: Row): Label {
  return { name, colour, description, conversations, ...(changes && { changing: { becomes } }) };
}
