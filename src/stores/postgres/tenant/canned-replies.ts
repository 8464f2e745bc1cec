import type { CannedReplies, GivenReply } from '../../../automations/store';
import { CannedReply } from '../entities';
import type { WithOrganization } from '../paging';
import { createTable } from './table';

export function createCannedReplyStore(withOrganization: WithOrganization): CannedReplies {
  return {
    ...createTable<CannedReply, GivenReply, { userId?: string }>({
      withOrganization,
      entity: CannedReply,
      table: 'canned_replies',
      sentences: { taken: 'There is a reply with this shortcut already.', used: 'This reply is in use.' },
      where: ({ userId }) =>
        userId === undefined
          ? { where: 'user_id IS NULL' }
          : { where: '(user_id IS NULL OR user_id = $2)', parameters: [userId] },
    }),

    used: (organizationId, id) =>
      withOrganization(organizationId, async (manager) => {
        await manager.query(
          `UPDATE canned_replies SET uses = uses + 1, last_used_at = now() WHERE organization_id = $1 AND id = $2`,
          [organizationId, id],
        );
      }),
  };
}
