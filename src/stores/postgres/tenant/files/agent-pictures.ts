import type { AgentPictureStore } from '../../../../files/agent-pictures';
import type { CrossTenant } from '../../cross-tenant';
import type { WithOrganization } from '../../sql/paging';

export function createAgentPictureStore(
  withOrganization: WithOrganization,
  crossTenant: Pick<CrossTenant, 'agentPictures' | 'organizationOfPicture'>,
): AgentPictureStore {
  const { agentPictures, organizationOfPicture } = crossTenant;
  return {
    agentPictures,
    organizationOfPicture,
    replace: ({ organizationId, agentId }, pictureId) =>
      withOrganization(organizationId, async (manager) => {
        const [rows] = (await manager.query(
          `UPDATE agents a SET picture_id = $3, updated_at = now()
           FROM (SELECT id, picture_id FROM agents WHERE organization_id = $1 AND id = $2 FOR UPDATE) before
           WHERE a.organization_id = $1 AND a.id = before.id RETURNING before.picture_id AS "before"`,
          [organizationId, agentId, pictureId],
        )) as [Array<{ before: string | null }>, number];
        return rows[0];
      }),
    ofUser: (organizationId, userId) =>
      withOrganization(organizationId, async (manager) => {
        const rows: Array<{ id: string }> = await manager.query(
          `SELECT picture_id AS id FROM agents WHERE organization_id = $1 AND user_id = $2 AND picture_id IS NOT NULL`,
          [organizationId, userId],
        );
        return rows.map(({ id }) => id);
      }),
  };
}
