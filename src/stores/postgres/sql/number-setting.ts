// A number that organizations set, inside a query: their own, or what holds where there is none.

/** @param organization SQL that names the organization */
export const numberSetting = (
  organization: string,
  { category, key, usual }: { category: string; key: string; usual: number },
): string =>
  `coalesce((SELECT (c.value #>> '{}')::float FROM settings c
    WHERE c.organization_id = ${organization} AND c.category = '${category}' AND c.key = '${key}'), ${usual})`;
