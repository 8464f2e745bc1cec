import type { GivenPlaybook, PlaybookStore } from '../../../../automations/playbooks/store';
import { DomainError } from '../../../../errors';
import { mostPlaybooks, type Playbook as Shown } from '../../../../protocol/playbooks';
import { say } from '../../../../protocol/server-texts/said';
import { Playbook } from '../../entities';
import type { WithOrganization } from '../../sql/paging';
import { createTable, uniqueName } from '../table';

const taken = say('playbook_name_taken');
const isFree = uniqueName('playbooks', taken);

type Row = Pick<Playbook, 'name' | 'isActive' | 'definition'>;

const written = ({ name, isActive, when, steps }: GivenPlaybook): Row => ({
  name,
  isActive,
  definition: { when, steps },
});

const toShown = ({ id, name, isActive, definition, createdAt, updatedAt }: Playbook): Shown => ({
  ...{ id, name, isActive, ...definition },
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
});

export function createPlaybookStore(withOrganization: WithOrganization): PlaybookStore {
  const table = createTable<Playbook, Row>({
    withOrganization,
    entity: Playbook,
    table: 'playbooks',
    sentences: { taken, used: 'This playbook is in use.' },
    async check(manager, organizationId, given) {
      await isFree(manager, organizationId, given);
      if (given.id !== undefined) return;
      if ((await manager.countBy(Playbook, { organizationId })) >= mostPlaybooks)
        throw new DomainError('conflict', say('playbooks_full', { count: mostPlaybooks }));
    },
    // What was only offered counts no more; what was started stays with its conversation.
    async isUsed(manager, organizationId, id) {
      await manager.query(
        'DELETE FROM playbook_runs WHERE organization_id = $1 AND playbook_id = $2 AND started_at IS NULL',
        [organizationId, id],
      );
      return false;
    },
  });
  return {
    list: (organizationId) =>
      withOrganization(organizationId, async (manager) => {
        const order = { name: 'ASC', id: 'ASC' } as const;
        return (await manager.find(Playbook, { where: { organizationId }, order })).map(toShown);
      }),
    async get(organizationId, id) {
      const row = await table.get(organizationId, id);
      return row && toShown(row);
    },
    create: async (organizationId, given) => toShown(await table.create(organizationId, written(given))),
    async update(organizationId, id, given) {
      const row = await table.update(organizationId, id, written(given));
      return row && toShown(row);
    },
    remove: table.remove,
  };
}
