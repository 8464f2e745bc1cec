// From words to every place where they stand, and not only to the conversation.
import type { FoundKind, FoundItem } from '../protocol/search';
import type { SessionState } from '../sessions/session';
import type { SessionFilter } from '../sessions/store';
import { highlightOf, readCursor, writeCursor, type SearchDeps } from './search';
import { attachedName, kindsOf } from './searched-text';
import type { Hit, SearchStore, Where, Words } from './store';

export interface Place extends Omit<FoundItem, 'session'> {
  session: SessionState;
}

export interface Places {
  items: Place[];
  nextCursor: string | null;
  /** How many there are; absent where not all were looked at. */
  total?: number;
  newestOnly?: true;
}

export interface PlacesDeps extends Pick<
  SearchDeps,
  'sessions' | 'messages' | 'files' | 'customerText' | 'summaryText' | 'words'
> {
  store: Pick<SearchStore, 'findRows'>;
}

export interface PlacesAsked {
  q: string;
  where: Where;
  order: 'best' | 'newest';
  /** Of the conversations. */
  filter: SessionFilter;
}

export type SearchPlaces = ReturnType<typeof createPlaceSearch>;

export function createPlaceSearch(deps: PlacesDeps) {
  return async function searchPlaces(
    organizationId: string,
    { q, where, order, filter }: PlacesAsked,
    { limit, cursor }: { limit: number; cursor?: string },
  ): Promise<Places> {
    const from = cursor === undefined ? 0 : readCursor(cursor);
    const words = deps.words(q);
    if (words.length === 0) return { items: [], nextCursor: null, total: 0 };
    const { hits, newestOnly } = await deps.store.findRows(organizationId, words, where);
    const ids = [...new Set(hits.map(({ sessionId }) => sessionId))];
    const sessions = new Map((await deps.sessions(organizationId, ids, filter)).map((one) => [one.id, one]));
    const all = hits.filter(({ sessionId }) => sessions.has(sessionId));
    if (order === 'newest') all.sort((a, b) => b.at.getTime() - a.at.getTime());
    const items = await Promise.all(
      all
        .slice(from, from + limit)
        .map((hit) =>
          placeOf(deps, { session: sessions.get(hit.sessionId)!, hit, words, kinds: where.kinds }),
        ),
    );
    return {
      items,
      nextCursor: all.length > from + limit ? writeCursor(from + limit) : null,
      ...(newestOnly ? { newestOnly } : { total: all.length }),
    };
  };
}

interface Placed {
  session: SessionState;
  hit: Hit & { at: Date };
  words: Words;
  kinds: readonly FoundKind[] | undefined;
}

async function placeOf(deps: PlacesDeps, { session, hit, words, kinds = [] }: Placed): Promise<Place> {
  const { message, ...highlight } = await highlightOf(deps, { session, hit, words });
  const base = { session, at: hit.at.toISOString(), highlight };
  if (hit.seq === 0 || !message) return { ...base, kind: 'conversation' };
  const own: FoundKind[] = hit.fileId === undefined ? kindsOf(message) : ['file'];
  // A file is shown as one where nothing else was asked for, too.
  const kind = own.findLast((one) => kinds.length === 0 || kinds.includes(one)) ?? own[0]!;
  const { sender, senderName, type, content } = message;
  const fileName = highlight.fileName ?? attachedName(content);
  return {
    ...base,
    kind,
    sender,
    type,
    ...(senderName !== undefined && { senderName }),
    ...(fileName !== undefined && { fileName }),
  };
}
