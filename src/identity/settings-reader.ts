// Settings as the features read them: the rows of one category as one object, remembered for a few seconds.
import type { z } from 'zod';
import type { Settings } from './people-store';
import { rememberBriefly } from '../tools/remember-briefly';

export interface SettingsReader {
  /** The category's values over the schema's defaults; undefined when they do not make a whole. */
  read<T>(organizationId: string, category: string, schema: z.ZodType<T>): Promise<T | undefined>;
}

/** Settings of one category are few: more than these are not read. */
const most = 100;

export function createSettingsReader(settings: Pick<Settings, 'list'>): SettingsReader {
  const recent = rememberBriefly<Record<string, unknown>>({ milliseconds: 3_000, cap: 1_000 });

  async function load(organizationId: string, category: string): Promise<Record<string, unknown>> {
    const { items } = await settings.list(organizationId, { category }, { limit: most });
    return Object.fromEntries(items.map(({ key, value }) => [key, value]));
  }

  return {
    async read(organizationId, category, schema) {
      const values = await recent.get(`${organizationId}/${category}`, () => load(organizationId, category));
      const parsed = schema.safeParse(values);
      return parsed.success ? parsed.data : undefined;
    },
  };
}
