import { foundPage, searchQuery, type FoundItem } from '../protocol/search';
import type { Place, SearchPlaces } from '../search/search-places';
import { teamSession } from '../sessions/visibility';
import { ownAgent } from './actors';
import { requireAll } from './http/rights';
import { endpoint } from './http/route';

export interface SearchApi {
  searchPlaces: SearchPlaces;
}

export function searchEndpoints({ searchPlaces }: SearchApi) {
  return {
    places: endpoint({
      summary:
        'Every place where words stand: in messages, private notes, files (their names, and the words of text, Markdown, CSV, HTML, Word and PDF), what is known of conversations and their customers, and, asked for by `kind`, notes about customers.',
      query: searchQuery,
      response: foundPage,
      async handle({
        principal,
        query: { limit, cursor, q, order, kind, sender, since, before, ...filter },
      }) {
        const { agentId, ...rest } = filter;
        const holders =
          agentId && [agentId].flat().map((one) => (one === 'me' ? ownAgent(principal).id : one));
        const kinds = kind && [kind].flat();
        if (kinds?.includes('customer_note')) requireAll(principal, ['customers:read']);
        const where = {
          ...(kinds && { kinds }),
          ...(sender && { senders: [sender].flat() }),
          ...(since && { since }),
          ...(before && { before }),
        };
        const found = await searchPlaces(
          principal.organizationId,
          { q, where, order, filter: { ...rest, ...(holders && { agentId: holders }) } },
          { limit, ...(cursor && { cursor }) },
        );
        return { ...found, items: found.items.map(shown) };
      },
    }),
  };
}

const shown = (place: Place): FoundItem =>
  place.kind === 'customer_note' ? place : { ...place, session: teamSession(place.session) };
