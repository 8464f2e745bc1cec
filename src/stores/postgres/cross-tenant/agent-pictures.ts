// Whoever shows a picture's address sees the picture; what leaves the server names the pictures of its agents.
import type { Query } from './query';

/** Beyond so many agents with a picture the newest ones are shown by their initials. */
const most = 50_000;

export interface AgentPictureLookups {
  agentPictures(): Promise<Array<{ organizationId: string; agentId: string; pictureId: string }>>;
  organizationOfPicture(pictureId: string): Promise<string | undefined>;
}

export function createAgentPictureLookups(query: Query): AgentPictureLookups {
  return {
    agentPictures: () =>
      query(
        'agent-pictures',
        `SELECT organization_id AS "organizationId", id AS "agentId", picture_id AS "pictureId" FROM agents WHERE picture_id IS NOT NULL
         ORDER BY created_at LIMIT $1`,
        [most],
      ),
    async organizationOfPicture(pictureId) {
      const [row] = await query<{ organizationId: string }>(
        'organization-of-picture',
        `SELECT organization_id AS "organizationId" FROM agents WHERE picture_id = $1`,
        [pictureId],
      );
      return row?.organizationId;
    },
  };
}
