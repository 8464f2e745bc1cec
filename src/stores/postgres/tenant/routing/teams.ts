import type { EntityManager } from 'typeorm';
import { DomainError } from '../../../../errors';
import type { GivenTeam, Teams } from '../../../../routing/teams';
import { Team } from '../../entities';
import type { WithOrganization } from '../../sql/paging';
import { createTable, uniqueName } from '../table';
import { say } from '../../../../protocol/server-texts/said';

const taken = say('team_name_taken');
const isFree = uniqueName('teams', taken);

export function createTeamStore(withOrganization: WithOrganization): Teams {
  return createTable<Team, GivenTeam>({
    withOrganization,
    entity: Team,
    table: 'teams',
    sentences: { taken, used: 'This team is in use.' },
    async check(manager, organizationId, given) {
      await isFree(manager, organizationId, given);
      await areOurs(manager, { table: 'agents', path: 'agentIds', ids: given.agentIds, organizationId });
      await areOurs(manager, {
        table: 'channels',
        path: 'channelIds',
        ids: given.channelIds,
        organizationId,
      });
    },
  });
}

interface Named {
  table: 'agents' | 'channels';
  path: string;
  ids: readonly string[] | undefined;
  organizationId: string;
}

async function areOurs(manager: EntityManager, { table, path, ids = [], organizationId }: Named) {
  const [row] = await manager.query<[{ n: number }]>(
    `SELECT count(*)::int AS n FROM ${table} WHERE organization_id = $1 AND id = ANY ($2::uuid[])`,
    [organizationId, ids],
  );
  if (row.n === new Set(ids).size) return;
  const message = table === 'agents' ? 'There is no such agent.' : 'There is no such channel.';
  throw new DomainError('invalid', message, { errors: [{ path, message }] });
}
