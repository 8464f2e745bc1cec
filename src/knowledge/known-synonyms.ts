// The synonyms that an organization's editors wrote down: a setting, made ready once in a while for all who search.
import { LRUCache } from 'lru-cache';
import type { Log } from '../log';
import { knowledgeSettings, type SynonymGroups } from '../protocol/synonyms';
import { findSetting, putSetting, type SettingRows } from '../tools/one-setting';
import { rememberBriefly } from '../tools/remember-briefly';
import { createSynonyms, noSynonyms, type Synonyms } from './synonyms';

const name = { category: 'knowledge', key: 'synonyms' };
/** How long another node's write may stay unseen. */
const recheckMs = 2_000;
const mostOrganizations = 1_000;

export type KnownSynonyms = ReturnType<typeof createKnownSynonyms>;

export function createKnownSynonyms({ settings, log }: { settings: SettingRows; log: Log }) {
  const recent = rememberBriefly<Synonyms>({ milliseconds: recheckMs, cap: mostOrganizations });
  const last = new LRUCache<string, { written: string; ready: Synonyms }>({ max: mostOrganizations });

  async function list(organizationId: string): Promise<SynonymGroups> {
    const row = await findSetting(settings, organizationId, name);
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
      await putSetting(settings, organizationId, { ...name, value });
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
