// News by mail: one for several, minutes later, and only to whoever has no console open by then.
import { DomainError } from '../errors';
import { consoleLanguageOf } from '../protocol/model/console-languages';
import type { NewsKind } from '../protocol/notifications';
import type { SessionState } from '../sessions/session';
import { isStillNews, type About, type News } from './news';
import type { Kept, MailNewsStore, NewsPlace } from './store';
import { mailOf, type Line } from './notification-texts';

export interface NewsMailDeps {
  store: MailNewsStore;
  enqueue(organizationId: string, agentId: string, at: Date): Promise<void>;
  /** Those of them with a console open. Rejects while nobody knows. */
  connected(agentIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** @throws `not_found` */
  session(organizationId: string, sessionId: string): Promise<SessionState>;
  hasMailbox(organizationId: string): Promise<boolean>;
  /** Why it did not go out; undefined: it did. */
  letter(mail: {
    organizationId: string;
    to: string;
    subject: string;
    text: string;
  }): Promise<{ why: string; isUncertain?: true } | undefined>;
  publicUrl: string | undefined;
  now?(): number;
}

export type NewsMails = ReturnType<typeof createNewsMails>;

const waitMs = 5 * 60_000;
const lostMs = 2 * waitMs;
/** Nobody wants to read of it any more. */
const staleMs = 24 * 3_600_000;
const mostLines = 30;

export function createNewsMails(deps: NewsMailDeps) {
  const { store, enqueue, now = Date.now } = deps;
  const enqueueFor = (organizationId: string) => (agentId: string, since: Date) =>
    enqueue(organizationId, agentId, new Date(since.getTime() + waitMs));

  return {
    async keep({ organizationId, for: _, ...news }: News, agentIds: readonly string[]): Promise<void> {
      for (const { agentId, since } of await store.add(organizationId, { ...news, agentIds }))
        await enqueueFor(organizationId)(agentId, since);
    },

    /** What waits for one agent, if it still is news. Run twice it sends once. */
    async send(organizationId: string, agentId: string): Promise<void> {
      const isHere = (await deps.connected([agentId])).has(agentId);
      const kept = await store.take(organizationId, agentId);
      if (isHere || kept.length === 0 || !(await deps.hasMailbox(organizationId))) return;
      const reader = await store.reader(organizationId, agentId);
      const fresh = kept.filter(({ at }) => at.getTime() > now() - staleMs);
      const lines = reader ? await linesOf(deps, { organizationId, agentId }, fresh) : [];
      if (!reader || lines.length === 0) return;
      const mail = mailOf(lines, {
        console: deps.publicUrl && `${deps.publicUrl}/console`,
        language: consoleLanguageOf(reader.language),
      });
      const trouble = await deps.letter({ organizationId, to: reader.email, ...mail });
      if (!trouble || trouble.isUncertain) return;
      await store.putBack(organizationId, agentId, fresh);
      throw new DomainError('unavailable', trouble.why);
    },

    /** Rings for what a lost bell left waiting. */
    async findLost(organizationId: string): Promise<void> {
      for (const agentId of await store.lost(organizationId, new Date(now() - lostMs)))
        await enqueue(organizationId, agentId, new Date(now()));
    },
  };
}

interface Whom {
  organizationId: string;
  agentId: string;
}

async function linesOf(deps: NewsMailDeps, whom: Whom, kept: readonly Kept[]): Promise<Line[]> {
  const lines: Line[] = [];
  for (const { at: _, ...news } of kept.slice(-mostLines)) {
    const about = await stillNews(deps, whom, news);
    if (about) lines.push({ kind: news.kind, ...about });
  }
  return lines;
}

/** What they are about, if they are news still. */
export async function stillNews(
  {
    session,
    store,
  }: Pick<NewsMailDeps, 'session'> & { store: Pick<MailNewsStore, 'hasUnreadMention' | 'unreadNote'> },
  { organizationId, agentId }: Whom,
  { sessionId, noteId, kind }: NewsPlace & { kind: NewsKind },
): Promise<About | undefined> {
  if (noteId !== undefined) {
    const note = await store.unreadNote(organizationId, agentId, noteId);
    return note && { note };
  }
  const state = await session(organizationId, sessionId).catch(unlessGone);
  if (!state || !isStillNews(kind, state, agentId)) return undefined;
  const isRead = kind === 'mentioned' && !(await store.hasUnreadMention(organizationId, agentId, sessionId));
  return isRead ? undefined : { session: state };
}

function unlessGone(error: unknown): undefined {
  if (error instanceof DomainError && error.code === 'not_found') return undefined;
  throw error;
}
