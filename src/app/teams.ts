import { notFound } from '../errors';
import type { TeamRef } from '../sessions/assign-agents';
import type { Base } from './base';

export const createTeamLookup =
  ({ tables: { teams } }: Pick<Base, 'tables'>) =>
  async (organizationId: string, teamId: string): Promise<TeamRef> => {
    const team = await teams.get(organizationId, teamId);
    if (!team) throw notFound('team');
    return { id: team.id, name: team.name };
  };
