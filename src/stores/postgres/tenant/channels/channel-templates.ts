import type { TemplateStore } from '../../../../channels/outbound/templates';
import type { ChannelTemplate } from '../../../../protocol/model/template';
import type { WithOrganization } from '../../sql/paging';

export function createTemplateStore(withOrganization: WithOrganization): TemplateStore {
  return {
    get: (organizationId, channelId) =>
      withOrganization(organizationId, async (manager) => {
        const [row] = await manager.query<Array<{ items: ChannelTemplate[]; fetchedAt: Date }>>(
          `SELECT items, fetched_at AS "fetchedAt" FROM channel_templates WHERE channel_id = $1`,
          [channelId],
        );
        return row && { items: row.items, fetchedAt: row.fetchedAt.toISOString() };
      }),

    put: (organizationId, channelId, items) =>
      withOrganization(organizationId, async (manager) => {
        const [row] = await manager.query<Array<{ fetchedAt: Date }>>(
          `INSERT INTO channel_templates (organization_id, channel_id, items, fetched_at) VALUES ($1, $2, $3, now())
           ON CONFLICT (channel_id) DO UPDATE SET items = excluded.items, fetched_at = excluded.fetched_at
           RETURNING fetched_at AS "fetchedAt"`,
          [organizationId, channelId, JSON.stringify(items)],
        );
        return { items: [...items], fetchedAt: row!.fetchedAt.toISOString() };
      }),
  };
}
