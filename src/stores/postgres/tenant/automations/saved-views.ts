import type { GivenView, SavedViews } from '../../../../automations/store';
import { DomainError } from '../../../../errors';
import { mostViews } from '../../../../protocol/saved-views';
import { say } from '../../../../protocol/server-texts/said';
import { IsNull } from 'typeorm';
import { SavedView } from '../../entities';
import type { WithOrganization } from '../../sql/paging';
import { createTable } from '../table';

export function createSavedViewStore(withOrganization: WithOrganization): SavedViews {
  const { get, create, update, remove } = createTable<SavedView, GivenView>({
    withOrganization,
    entity: SavedView,
    table: 'saved_views',
    sentences: { taken: say('view_name_taken'), used: 'This view is in use.' },
    async check(manager, organizationId, { id, userId = null }) {
      if (id !== undefined) return;
      const [{ n } = { n: 0 }]: Array<{ n: number }> = await manager.query(
        `SELECT count(*)::int AS n FROM saved_views WHERE organization_id = $1 AND user_id IS NOT DISTINCT FROM $2`,
        [organizationId, userId],
      );
      if (n >= mostViews) throw new DomainError('conflict', say('views_full', { count: mostViews }));
    },
  });
  return {
    get,
    update,
    remove,
    /** A new one comes last. */
    create: (organizationId, view) => create(organizationId, { ...view, position: lastPlace } as GivenView),

    list: (organizationId, { userId }) =>
      withOrganization(organizationId, (manager) =>
        manager.find(SavedView, {
          where: [
            { organizationId, userId: IsNull() },
            ...(userId === undefined ? [] : [{ organizationId, userId }]),
          ],
          order: { position: 'ASC', createdAt: 'ASC', id: 'ASC' },
        }),
      ).then((rows) => rows.sort((a, b) => Number(a.userId !== null) - Number(b.userId !== null))),

    arrange: (organizationId, ids) =>
      withOrganization(organizationId, async (manager) => {
        await manager.query(
          `UPDATE saved_views v SET position = o.place - 1 FROM unnest($2::uuid[]) WITH ORDINALITY AS o (id, place)
           WHERE v.organization_id = $1 AND v.id = o.id`,
          [organizationId, ids],
        );
      }),
  };
}

/** Behind all that were put in order. */
const lastPlace = 1_000_000;
