// Whose hours count for those who wait: asked for the conversations that somebody has open on this node.
import type { AwaitedTeams } from '../../../identity/visitor-channel';
import type { Query } from './query';

const text = `SELECT id, team_id AS "teamId" FROM sessions
  WHERE id = ANY ($1::uuid[]) AND status = 'waiting' AND team_id IS NOT NULL`;

export const createAwaitedTeams =
  (query: Query): AwaitedTeams =>
  async (sessionIds) => {
    const rows = await query<{ id: string; teamId: string }>('awaited-teams', text, [sessionIds]);
    return new Map(rows.map(({ id, teamId }) => [id, teamId]));
  };
