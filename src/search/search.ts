// From words to sessions, the best first, each with the place where it was found.
import { DomainError } from '../errors';
import type { Message } from '../protocol/model/message';
import type { MessageLog, Page, SessionFilter } from '../sessions/store';
import type { SessionState } from '../sessions/session';
import type { FileTextStore } from './file-store';
import { highlight, type Highlight } from './highlight';
import { passageWith } from './passage';
import { searchedText } from './searched-text';
import type { Hit, SearchStore, Words } from './store';

export interface Found {
  session: SessionState;
  highlight: Highlight;
}

export interface SearchDeps {
  store: Pick<SearchStore, 'find'>;
  /** Of these sessions those that the filter lets through, in any order. */
  sessions(organizationId: string, ids: readonly string[], filter: SessionFilter): Promise<SessionState[]>;
  messages: Pick<MessageLog, 'read'>;
  files: Pick<FileTextStore, 'contentOf'>;
  customerText(organizationId: string, customerId: string): Promise<string>;
  words(text: string): Words;
  /** What is written down of a closed session, in words. */
  summaryText(organizationId: string, sessionId: string): Promise<string>;
  /** Closed sessions in which about this was wanted, the nearest first, with what that was. */
  byMeaning(organizationId: string, q: string): Promise<Array<{ sessionId: string; text: string }>>;
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
    const [{ hits: byWords, newestOnly }, near] = await Promise.all([
      deps.store.find(organizationId, words),
      words.length < fewestWords ? [] : deps.byMeaning(organizationId, q),
    ]);
    const hits = withMeaning(byWords, near);
    const places = new Map(hits.map((hit, place) => [hit.sessionId, { hit, place }]));
    const sessions = await deps.sessions(organizationId, [...places.keys()], filter);
    sessions.sort((a, b) => places.get(a.id)!.place - places.get(b.id)!.place);
    const page = sessions.slice(from, from + limit);
    const items = await Promise.all(
      page.map(async (session) => {
        const hit = places.get(session.id)!.hit;
        const { message: _message, ...highlight } = await highlightOf(deps, { session, hit, words });
        return { session, highlight };
      }),
    );
    const more = sessions.length > from + limit;
    const nextCursor = more ? writeCursor(from + limit) : null;
    return { items, nextCursor, ...(newestOnly && { newestOnly }) };
  };
}

/** One word is a name as often as a subject. */
const fewestWords = 2;

type Place = Hit & { text?: string };

/** What has the words comes first. */
function withMeaning(
  hits: readonly Hit[],
  near: ReadonlyArray<{ sessionId: string; text: string }>,
): Place[] {
  const known = new Set(hits.map(({ sessionId }) => sessionId));
  const more = near.filter(({ sessionId }) => !known.has(sessionId));
  return [...hits, ...more.map((one) => ({ ...one, seq: 0 }))];
}

/** And the message that it stands in. */
export async function highlightOf(
  deps: Pick<SearchDeps, 'messages' | 'files' | 'customerText' | 'summaryText'>,
  { session, hit: { seq, text, fileId }, words }: { session: SessionState; hit: Place; words: Words },
): Promise<Highlight & { message?: Message }> {
  const { messages, files, customerText, summaryText } = deps;
  const { organizationId, id: sessionId, customerId } = session;
  if (text !== undefined) return { ...highlight(text, []), byMeaning: true };
  if (seq === 0) {
    const known = await customerText(organizationId, customerId);
    const summed = await summaryText(organizationId, sessionId);
    const parts = [known, session.subject, ...session.labels, summed].filter(Boolean);
    return highlight(parts.join(' · '), words);
  }
  const [message] = await messages.read({ organizationId, sessionId }, { after: seq - 1, limit: 1 });
  if (message?.seq !== seq) return { seq, ...highlight('', words) };
  if (fileId !== undefined) {
    const { fileName = '', content = '' } = (await files.contentOf(organizationId, fileId)) ?? {};
    return { seq, fileName, ...highlight(await passageWith(content, words), words), message };
  }
  return { seq, ...highlight(searchedText(message), words), message };
}

export function writeCursor(from: number): string {
  return Buffer.from(String(from)).toString('base64url');
}

export function readCursor(cursor: string): number {
  const from = Number(Buffer.from(cursor, 'base64url').toString());
  if (Number.isSafeInteger(from) && from > 0 && from <= 10_000) return from;
  throw new DomainError('invalid', 'This cursor is not one of ours: begin without one.');
}
