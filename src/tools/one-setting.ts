// One setting of an organization among those of its category: found, or put.

interface StoredSetting {
  id: string;
  key: string;
  value: unknown;
}

/** The settings of an organization. */
export interface SettingRows {
  list(
    organizationId: string,
    filter: { category: string },
    page: { limit: number },
  ): Promise<{ items: StoredSetting[] }>;
  create(
    organizationId: string,
    setting: { category: string; key: string; value: unknown },
  ): Promise<unknown>;
  update(organizationId: string, id: string, change: { value: unknown }): Promise<unknown>;
}

export interface SettingName {
  category: string;
  key: string;
}

/** Settings of one category are few: more than these are not read. */
const most = 100;

/** As it is stored now, not as it was remembered a moment ago; undefined where nobody has set it. */
export async function findSetting(
  settings: Pick<SettingRows, 'list'>,
  organizationId: string,
  { category, key }: SettingName,
): Promise<StoredSetting | undefined> {
  const { items } = await settings.list(organizationId, { category }, { limit: most });
  return items.find((one) => one.key === key);
}

/** In the place of what was set before. */
export async function putSetting(
  settings: SettingRows,
  organizationId: string,
  { category, key, value }: SettingName & { value: unknown },
): Promise<void> {
  const row = await findSetting(settings, organizationId, { category, key });
  if (row) await settings.update(organizationId, row.id, { value });
  else await settings.create(organizationId, { category, key, value });
}
