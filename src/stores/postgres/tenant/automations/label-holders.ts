// What names labels besides conversations: read, and written to name another one, in the transaction of whoever asks.
import type { EntityManager } from 'typeorm';
import { folded, labelsAfter, renamedIn } from '../../../../protocol/named-labels';
import type { LabelUse } from '../../../../protocol/labels';

interface Holder {
  id: string;
  name: string;
  /** Somebody's own. */
  own: boolean;
  kept: unknown;
}

const holders = [
  { kind: 'view', table: 'saved_views', name: 'name', column: 'filter', own: 'user_id IS NOT NULL' },
  { kind: 'macro', table: 'macros', name: 'title', column: 'steps', own: 'user_id IS NOT NULL' },
  { kind: 'rule', table: 'automation_rules', name: 'name', column: 'definition', own: 'false' },
  { kind: 'playbook', table: 'playbooks', name: 'name', column: 'definition', own: 'false' },
  { kind: 'sla', table: 'settings', name: 'key', column: 'value', own: 'false', where: `category = 'sla'` },
  // prettier-ignore
  { kind: 'retention', table: 'settings', name: 'key', column: 'value', own: 'false', where: `category = 'retention'` },
] as const;

/** By kind, in no other order. */
export async function holdersOf(
  manager: EntityManager,
  organizationId: string,
  label: string,
): Promise<LabelUse['usedBy']> {
  const found: LabelUse['usedBy'] = [];
  for (const holder of holders)
    for (const { name, own, kept } of await rowsOf(manager, organizationId, holder)) {
      if (!renamedIn(holder.kind, kept, { label }).named) continue;
      found.push({ kind: holder.kind, ...(!own && holder.table !== 'settings' && { name }) });
    }
  for (const { name, labels } of await teamsOf(manager, organizationId))
    if (labels.some((one) => folded(one, label))) found.push({ kind: 'team', name });
  return found;
}

/** All that name the label name the other one. */
export async function renameHolders(
  manager: EntityManager,
  organizationId: string,
  move: { label: string; becomes: string },
): Promise<void> {
  for (const holder of holders)
    for (const { id, kept } of await rowsOf(manager, organizationId, holder)) {
      const { named, value } = renamedIn(holder.kind, kept, move);
      if (!named) continue;
      await manager.query(
        `UPDATE ${holder.table} SET ${holder.column} = $3, updated_at = now() WHERE organization_id = $1 AND id = $2`,
        [organizationId, id, JSON.stringify(value)],
      );
    }
  for (const { id, labels } of await teamsOf(manager, organizationId)) {
    const after = labelsAfter(labels, move, folded);
    if (after === labels) continue;
    await manager.query(
      'UPDATE teams SET labels = $3, updated_at = now() WHERE organization_id = $1 AND id = $2',
      [organizationId, id, after],
    );
  }
  await manager.query(
    `UPDATE insights i SET key = $3, name = $3 WHERE organization_id = $1 AND kind = 'label' AND key = $2
       AND NOT EXISTS (SELECT FROM insights o WHERE o.organization_id = $1 AND o.kind = 'label' AND o.key = $3
         AND o.state IN ('new', 'reviewed'))`,
    [organizationId, move.label, move.becomes],
  );
}

const rowsOf = (manager: EntityManager, organizationId: string, holder: (typeof holders)[number]) =>
  manager.query<Holder[]>(
    `SELECT id, ${holder.name} AS name, ${holder.own} AS own, ${holder.column} AS kept FROM ${holder.table}
     WHERE organization_id = $1 AND ${'where' in holder ? holder.where : 'true'} ORDER BY id FOR UPDATE`,
    [organizationId],
  );

const teamsOf = (manager: EntityManager, organizationId: string) =>
  manager.query<Array<{ id: string; name: string; labels: string[] }>>(
    'SELECT id, name, labels FROM teams WHERE organization_id = $1 ORDER BY id FOR UPDATE',
    [organizationId],
  );
