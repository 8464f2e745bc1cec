import { foundPage, searchQuery } from '../protocol/search';
import type { SearchPlaces } from '../search/search-places';
import { teamSession } from '../sessions/views';
import { ownAgent } from './actors';
import { endpoint } from './route';

export interface SearchApi {
  searchPlaces: SearchPlaces;
}

export function searchEndpoints({ searchPlaces }: SearchApi) {
  return {
    places: endpoint({
      summary:
        'Every place where words stand: in messages, private notes, files (their names, and the words of text, Markdown, CSV, HTML, Word and PDF), and what is known of conversations and their customers.',
      query: searchQuery,
      response: foundPage,
      async handle({
        principal,
        query: { limit, cursor, q, order, kind, sender, since, before, ...filter },
      }) {
        const { agentId, ...rest } = filter;
        const holders =
          agentId && [agentId].flat().map((one) => (one === 'me' ? ownAgent(principal).id : one));
        const where = {
          ...(kind && { kinds: [kind].flat() }),
          ...(sender && { senders: [sender].flat() }),
          ...(since && { since }),
          ...(before && { before }),
        };
        const found = await searchPlaces(
          principal.organizationId,
          { q, where, order, filter: { ...rest, ...(holders && { agentId: holders }) } },
          { limit, ...(cursor && { cursor }) },
        );
        return { ...found, items: found.items.map((one) => ({ ...one, session: teamSession(one.session) })) };
      },
    }),
  };
}
