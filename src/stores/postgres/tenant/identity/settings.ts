import type { Settings } from '../../../../identity/people-store';
import { Setting } from '../../entities';
import type { WithOrganization } from '../../sql/paging';
import { createTable } from '../table';

export function createSettingStore(withOrganization: WithOrganization): Settings {
  return createTable<Setting, Parameters<Settings['create']>[1], { category?: string }>({
    withOrganization,
    entity: Setting,
    table: 'settings',
    sentences: {
      taken: 'There is a setting with this category and key already.',
      used: 'This setting is in use.',
    },
    where: ({ category }) =>
      category === undefined ? {} : { where: 'category = $2', parameters: [category] },
  });
}
