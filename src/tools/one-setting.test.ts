import { findSetting, putSetting, type SettingRows } from './one-setting';

/** Each organization's settings, as a table has them. */
function createRows() {
  const rows: Array<{ id: string; organizationId: string; category: string; key: string; value: unknown }> =
    [];
  const settings: SettingRows = {
    async list(organizationId, { category }, { limit }) {
      const found = rows.filter((row) => row.organizationId === organizationId && row.category === category);
      return { items: found.slice(0, limit) };
    },
    create: async (organizationId, setting) =>
      void rows.push({ id: String(rows.length), organizationId, ...setting }),
    update: async (_, id, { value }) =>
      void Object.assign(
        rows.find((row) => row.id === id)!,
        { value },
      ),
  };
  return { rows, settings };
}

test('a setting is found by its category and its key, of its organization alone', async () => {
  const { settings } = createRows();
  await settings.create('shop', { category: 'other', key: 'colour', value: 1 });
  await settings.create('bank', { category: 'look', key: 'colour', value: 2 });
  const colour = { category: 'look', key: 'colour' };
  expect(await findSetting(settings, 'shop', colour)).toBeUndefined();
  await settings.create('shop', { category: 'look', key: 'shape', value: 3 });
  await settings.create('shop', { category: 'look', key: 'colour', value: 4 });
  expect(await findSetting(settings, 'shop', colour)).toMatchObject({ key: 'colour', value: 4 });
});

test('what is put is made once and then changed; its neighbours stay', async () => {
  const { rows, settings } = createRows();
  await settings.create('shop', { category: 'look', key: 'shape', value: 'round' });
  for (const value of ['red', 'blue'])
    await putSetting(settings, 'shop', { category: 'look', key: 'colour', value });
  expect(rows.map(({ key, value }) => [key, value])).toEqual([
    ['shape', 'round'],
    ['colour', 'blue'],
  ]);
});
