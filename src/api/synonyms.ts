// Words of the trade that mean the same, as editors write them down.
import type { KnownSynonyms } from '../knowledge/known-synonyms';
import { synonymList } from '../protocol/synonyms';
import { endpoint } from './http/route';

export interface SynonymDeps {
  synonyms: Pick<KnownSynonyms, 'list' | 'put'>;
}

export function synonymEndpoints({ synonyms }: SynonymDeps) {
  return {
    list: endpoint({
      summary: 'Words that mean the same here, in groups.',
      response: synonymList,
      handle: async ({ principal }) => ({ items: await synonyms.list(principal.organizationId) }),
    }),

    update: endpoint({
      summary:
        'Say which words mean the same, all groups at once: what is asked with one of them finds what says another, and no answer from before is given again.',
      body: synonymList,
      response: synonymList,
      async handle({ principal: { organizationId }, body }) {
        await synonyms.put(organizationId, body.items);
        return body;
      },
    }),
  };
}
