// From words to every place where they stand, and not only to the conversation.
import type { FoundInConversation, FoundInCustomerNote, FoundKind } from '../protocol/search';
import type { SessionState } from '../sessions/session';
import type { SessionFilter } from '../sessions/store';
import { highlight } from './highlight';
import type { NoteHit, SearchedNoteStore } from './note-store';
import { highlightOf, readCursor, writeCursor, type SearchDeps } from './search';
import { attachedName, kindsOf } from './searched-text';
import type { RankedHit, SearchStore, Where, Words } from './store';

interface PlaceInConversation extends Omit<FoundInConversation, 'session'> {
  session: SessionState;
}
export type Place = PlaceInConversation | FoundInCustomerNote;

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
  notes: Pick<SearchedNoteStore, 'find' | 'shown'>;
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
    { q, order, ...asked }: PlacesAsked,
    { limit, cursor }: { limit: number; cursor?: string },
  ): Promise<Places> {
    const from = cursor === undefined ? 0 : readCursor(cursor);
    const words = deps.words(q);
    if (words.length === 0) return { items: [], nextCursor: null, total: 0 };
    const [rows, notes] = await Promise.all([
      findRows(deps, organizationId, { words, ...asked }),
      findNotes(deps, organizationId, { words, ...asked }),
    ]);
    const all = [...rows.hits, ...notes.hits].sort(order === 'newest' ? newestFirst : bestFirst);
    const page = all.slice(from, from + limit);
    const newestOnly = rows.newestOnly || notes.newestOnly;
    return {
      items: await placesOf(deps, organizationId, { page, words, kinds: asked.where.kinds }),
      nextCursor: all.length > from + limit ? writeCursor(from + limit) : null,
      ...(newestOnly ? { newestOnly } : { total: all.length }),
    };
  };
}

type Asked = Omit<PlacesAsked, 'q' | 'order'> & { words: Words };
type HitInSession = RankedHit & { session: SessionState };
const nothing = { hits: [], newestOnly: false };

const newestFirst = (a: { at: Date }, b: { at: Date }) => b.at.getTime() - a.at.getTime();
const bestFirst = (a: NoteHit | RankedHit, b: NoteHit | RankedHit) => b.rank - a.rank || newestFirst(a, b);

async function findRows(
  deps: PlacesDeps,
  organizationId: string,
  { words, where, filter }: Asked,
): Promise<{ hits: HitInSession[]; newestOnly: boolean }> {
  if (where.kinds?.every((kind) => kind === 'customer_note')) return nothing;
  const { hits, newestOnly } = await deps.store.findRows(organizationId, words, where);
  const ids = [...new Set(hits.map(({ sessionId }) => sessionId))];
  const sessions = new Map((await deps.sessions(organizationId, ids, filter)).map((one) => [one.id, one]));
  const found = hits.flatMap((hit) => {
    const session = sessions.get(hit.sessionId);
    return session ? [{ ...hit, session }] : [];
  });
  return { hits: found, newestOnly };
}

/** Only where they are asked for: they are in no conversation, so what is asked of one fits none of them. */
async function findNotes(
  { notes }: PlacesDeps,
  organizationId: string,
  { words, where, filter }: Asked,
): Promise<{ hits: NoteHit[]; newestOnly: boolean }> {
  const isAsked = where.kinds?.includes('customer_note') ?? false;
  const isOfConversations = Object.values(filter).some((value) => value !== undefined);
  if (!isAsked || isOfConversations) return nothing;
  return notes.find(organizationId, words, where);
}

interface Page {
  page: ReadonlyArray<HitInSession | NoteHit>;
  words: Words;
  kinds: readonly FoundKind[] | undefined;
}

/** What is gone meanwhile is left out. */
async function placesOf(
  deps: PlacesDeps,
  organizationId: string,
  { page, words, kinds }: Page,
): Promise<Place[]> {
  const ids = page.flatMap((hit) => ('noteId' in hit ? [hit.noteId] : []));
  const shown = ids.length > 0 ? await deps.notes.shown(organizationId, ids) : [];
  const notes = new Map(shown.map((note) => [note.id, note]));
  const places = await Promise.all(
    page.map((hit): Promise<Place> | Place | undefined => {
      if (!('noteId' in hit)) return placeOf(deps, { session: hit.session, hit, words, kinds });
      const note = notes.get(hit.noteId);
      if (!note) return undefined;
      const { id: noteId, text, ...rest } = note;
      const at = hit.at.toISOString();
      return { kind: 'customer_note', noteId, ...rest, at, highlight: highlight(text, words) };
    }),
  );
  return places.filter((place) => place !== undefined);
}

interface Placed {
  session: SessionState;
  hit: RankedHit;
  words: Words;
  kinds: readonly FoundKind[] | undefined;
}

async function placeOf(
  deps: PlacesDeps,
  { session, hit, words, kinds = [] }: Placed,
): Promise<PlaceInConversation> {
  const { message, ...highlight } = await highlightOf(deps, { session, hit, words });
  const base = { session, at: hit.at.toISOString(), highlight };
  if (hit.seq === 0 || !message) return { ...base, kind: 'conversation' };
  const own: Array<FoundInConversation['kind']> = hit.fileId === undefined ? kindsOf(message) : ['file'];
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
