// The synonyms that an organization's editors wrote down: a setting, made ready once in a while for all who search.
import { LRUCache } from 'lru-cache';
import type { Log } from '../log';
import { knowledgeSettings, type SynonymGroups } from '../protocol/synonyms';
import { rememberBriefly } from '../tools/remember-briefly';
import { createSynonyms, noSynonyms, type Synonyms } from './synonyms';

const category = 'knowledge';
const key = 'synonyms';
/** How long another node's write may stay unseen. */
const recheckMs = 2_000;
const mostOrganizations = 1_000;

interface StoredSetting {
  id: string;
  key: string;
  value: unknown;
}

/** The settings of an organization. */
interface SettingStore {
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

export type KnownSynonyms = ReturnType<typeof createKnownSynonyms>;

export function createKnownSynonyms({ settings, log }: { settings: SettingStore; log: Log }) {
  const recent = rememberBriefly<Synonyms>({ milliseconds: recheckMs, cap: mostOrganizations });
  const last = new LRUCache<string, { written: string; ready: Synonyms }>({ max: mostOrganizations });

  async function stored(organizationId: string): Promise<StoredSetting | undefined> {
    const { items } = await settings.list(organizationId, { category }, { limit: 100 });
    return items.find((one) => one.key === key);
  }
  async function list(organizationId: string): Promise<SynonymGroups> {
    const row = await stored(organizationId);
    const known = knowledgeSettings.safeParse(row && { synonyms: row.value });
    return known.success ? known.data.synonyms : [];
  }
  async function make(organizationId: string): Promise<Synonyms> {
    const groups = await list(organizationId);
    const written = JSON.stringify(groups);
    const known = last.get(organizationId);
    const ready = known?.written === written ? known.ready : createSynonyms(groups);
    last.set(organizationId, { written, ready });
    return ready;
  }
  return {
    /** Read anew each time: whoever changes them reads them first. */
    list,

    /** All of them. */
    async put(organizationId: string, value: SynonymGroups): Promise<void> {
      const row = await stored(organizationId);
      if (row) await settings.update(organizationId, row.id, { value });
      else await settings.create(organizationId, { category, key, value });
      recent.forget(organizationId);
    },

    /** For a search; as they were last known where they cannot be read. Never rejects. */
    async of(organizationId: string): Promise<Synonyms> {
      try {
        return await recent.get(organizationId, () => make(organizationId));
      } catch (error) {
        log.warn(
          { organizationId, error: String(error) },
          'knowledge: searching with synonyms that may be old',
        );
        return last.get(organizationId)?.ready ?? noSynonyms;
      }
    },
  };
}
