// From words to sessions, the best first, each with the place where it was found.
import { DomainError } from '../errors';
import type { MessageLog, Page, SessionFilter } from '../sessions/store';
import type { SessionState } from '../sessions/session';
import { highlight, type Highlight } from './highlight';
import { searchedText } from './searched-text';
import type { Hit, SearchStore } from './store';

export interface Found {
  session: SessionState;
  highlight: Highlight;
}

export interface SearchDeps {
  store: Pick<SearchStore, 'find'>;
  /** Of these sessions those that the filter lets through, in any order. */
  sessions(organizationId: string, ids: readonly string[], filter: SessionFilter): Promise<SessionState[]>;
  messages: Pick<MessageLog, 'read'>;
  customerText(organizationId: string, customerId: string): Promise<string>;
  words(text: string): string[];
}

export type Search = ReturnType<typeof createSearch>;

export function createSearch(deps: SearchDeps) {
  return async function search(
    organizationId: string,
    { q, ...filter }: SessionFilter & { q: string },
    { limit, cursor }: { limit: number; cursor?: string },
  ): Promise<Page<Found> & { newestOnly?: true }> {
    const words = deps.words(q);
    const from = cursor === undefined ? 0 : readCursor(cursor);
    if (words.length === 0) return { items: [], nextCursor: null };
    const { hits, newestOnly } = await deps.store.find(organizationId, words);
    const places = new Map(hits.map((hit, place) => [hit.sessionId, { hit, place }]));
    const sessions = await deps.sessions(organizationId, [...places.keys()], filter);
    sessions.sort((a, b) => places.get(a.id)!.place - places.get(b.id)!.place);
    const page = sessions.slice(from, from + limit);
    const items = await Promise.all(
      page.map(async (session) => ({
        session,
        highlight: await highlightOf(deps, { session, hit: places.get(session.id)!.hit, words }),
      })),
    );
    const more = sessions.length > from + limit;
    const nextCursor = more ? writeCursor(from + limit) : null;
    return { items, nextCursor, ...(newestOnly && { newestOnly }) };
  };
}

async function highlightOf(
  { messages, customerText }: SearchDeps,
  { session, hit: { seq }, words }: { session: SessionState; hit: Hit; words: readonly string[] },
): Promise<Highlight> {
  const { organizationId, id: sessionId, customerId } = session;
  if (seq === 0) {
    const known = await customerText(organizationId, customerId);
    const parts = [known, session.subject, ...session.labels].filter(Boolean);
    return highlight(parts.join(' · '), words);
  }
  const [message] = await messages.read({ organizationId, sessionId }, { after: seq - 1, limit: 1 });
  return { seq, ...highlight(message?.seq === seq ? searchedText(message) : '', words) };
}

function writeCursor(from: number): string {
  return Buffer.from(String(from)).toString('base64url');
}

function readCursor(cursor: string): number {
  const from = Number(Buffer.from(cursor, 'base64url').toString());
  if (Number.isSafeInteger(from) && from > 0 && from <= 10_000) return from;
  throw new DomainError('invalid', 'This cursor is not one of ours: begin without one.');
}
