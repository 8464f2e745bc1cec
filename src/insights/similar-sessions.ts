// What helps beside an open conversation: closed ones of other customers in which about the same was wanted, and how they ended.
import type { Message } from '../protocol/model/message';
import type { Session } from '../protocol/model/session';
import { partsOf, type SimilarSessions } from '../protocol/sessions';
import { meaningTexts } from './meaning-texts';
import type { Similar } from './similar';
import type { Conversation, ConversationStore } from './store';

export interface SimilarSessionsDeps {
  similar: Similar;
  conversations: Pick<ConversationStore, 'get' | 'read'>;
  /** @throws `not_found` */
  session(organizationId: string, sessionId: string): Promise<Session>;
  /** The last ones. */
  messages(organizationId: string, sessionId: string, page: { limit: number }): Promise<Message[]>;
  /** What is wanted in a conversation that has no summary yet. */
  soFar(messages: readonly Message[]): { summary: string; wanted: string[] };
  /** Of these sessions those that are there and closed. */
  closedAmong(organizationId: string, sessionIds: readonly string[]): Promise<Session[]>;
  /** False: no model reads what the customer writes. */
  lets(customer: { organizationId: string; customerId: string }): Promise<boolean>;
  /** Everybody who is one person with the customer, themselves too. */
  personOf(organizationId: string, customerId: string): Promise<string[]>;
  masked(text: string): string;
  /** The article that answers this for certain, if one does. Never rejects. */
  articleOf(organizationId: string, text: string): Promise<string | undefined>;
}

const shown = 5;
/**
 * How near is near: 1 is a title and its own text, and 0.5 to 0.75 has a word or a trade in common. Nearness alone tells little of whether
 * two conversations are about the same, and a higher one, or words in common, tell no more: what is shown unasked is answered by the
 * same article, or none has an article and they are very near. Whoever searches looks through what comes last. Measured on questions
 * of one base, five shown at most (share of what is shown that one article answers / share of questions for which such a one is shown):
 * by nearness from 0.9 a software product .21 / .20, an insurance .13 / .14, BANKING77 .54 / .91; where the same article answers
 * both, .58 / .23, .45 / .15, .73 / .64.
 */
const near = { sameArticle: 0.3, noArticle: 0.9, searched: 0.8 };
/** The person's own are among them. */
const looked = 40;
/** Of each of so many it is looked up which article answers it, by the first of what was wanted. */
const compared = 20;
const textsCompared = 2;
const transcriptLength = 200;
/** The end of a conversation is thanks; what helped stands before it. */
const lastReplies = 3;
const longestReply = 300;

export function createSimilarSessions(deps: SimilarSessionsDeps) {
  const { similar, conversations } = deps;

  async function textsOf(organizationId: string, { id, status }: Session): Promise<string[]> {
    const summed = status === 'closed' ? await conversations.get(organizationId, id) : undefined;
    if (summed) return meaningTexts(summed).map(deps.masked);
    const messages = await deps.messages(organizationId, id, { limit: transcriptLength });
    const { summary, wanted } = deps.soFar(messages);
    return meaningTexts({ summary, metadata: { wanted } }).map(deps.masked);
  }

  return {
    /** Of one session, the nearest first. @throws `not_found` */
    async to(organizationId: string, sessionId: string): Promise<SimilarSessions> {
      const session = await deps.session(organizationId, sessionId);
      const { customerId } = session;
      if (!(await deps.lets({ organizationId, customerId }))) return { items: [], reason: 'no_ai' };
      const texts = await textsOf(organizationId, session);
      if (texts.length === 0) return { items: [], reason: 'nothing_said' };
      const articles = await articlesOf(deps, organizationId, texts);
      const least = articles.size > 0 ? near.sameArticle : near.noArticle;
      const ids = await similar.find(organizationId, texts, { limit: looked, near: least });
      if (!ids) return { items: [], reason: 'no_meaning' };
      const own = new Set(await deps.personOf(organizationId, customerId));
      const among = await thoseThere(deps, organizationId, ids);
      const others = among.filter((one) => !own.has(one.session.customerId)).slice(0, compared);
      const alike = await Promise.all(others.map((one) => isAnsweredAlike(deps, one, articles)));
      return {
        items: await Promise.all(
          others
            .filter((_, n) => alike[n])
            .slice(0, shown)
            .map(async (one) => ({ ...presented(one), ...(await ending(deps, one.session)) })),
        ),
      };
    },

    /** In which about this was wanted, the nearest first, with their summaries in a line; none where nothing can be compared. */
    async search(organizationId: string, q: string): Promise<Array<{ sessionId: string; text: string }>> {
      const ids = await similar.find(organizationId, [deps.masked(q)], {
        limit: looked,
        near: near.searched,
      });
      if (!ids) return [];
      const found = await thoseThere(deps, organizationId, ids);
      return found.map(({ session, summed }) => ({ sessionId: session.id, text: lineOf(summed) }));
    },
  };
}

async function articlesOf(
  { articleOf }: SimilarSessionsDeps,
  organizationId: string,
  texts: readonly string[],
): Promise<Set<string>> {
  const some = texts.slice(0, textsCompared).map((text) => articleOf(organizationId, text));
  return new Set((await Promise.all(some)).filter((id) => id !== undefined));
}

/** By one article, or neither by any. */
async function isAnsweredAlike(
  deps: SimilarSessionsDeps,
  { session, summed }: There,
  articles: ReadonlySet<string>,
): Promise<boolean> {
  const theirs = await articlesOf(deps, session.organizationId, meaningTexts(summed).map(deps.masked));
  return theirs.size === 0 ? articles.size === 0 : [...theirs].some((id) => articles.has(id));
}

export type SimilarSessionsOf = ReturnType<typeof createSimilarSessions>;

interface There {
  session: Session;
  summed: Conversation;
}

/** In the order given; what was erased or opened again is left out. */
async function thoseThere(
  { similar, conversations, closedAmong }: SimilarSessionsDeps,
  organizationId: string,
  ids: readonly string[],
): Promise<There[]> {
  if (ids.length === 0) return [];
  const [sessions, summaries] = await Promise.all([
    closedAmong(organizationId, ids),
    conversations.read(organizationId, ids),
  ]);
  return ids.flatMap((id) => {
    const summed = summaries.find(({ sessionId }) => sessionId === id);
    if (!summed) similar.forget(organizationId, id);
    const session = sessions.find((one) => one.id === id);
    return summed && session ? [{ session, summed }] : [];
  });
}

const lineOf = ({ summary, metadata }: Conversation): string => summary || partsOf(metadata).wanted.join(' ');

function presented({ session, summed }: There): SimilarSessions['items'][number] {
  const { satisfactionScore, aiResolved, metadata } = summed;
  const { wanted, risks } = partsOf(metadata);
  return {
    sessionId: session.id,
    channelType: session.channelType,
    ...(session.customerName !== undefined && { customerName: session.customerName }),
    closedAt: session.endedAt ?? session.lastMessageAt,
    ...{ summary: lineOf(summed), wanted, risks, aiResolved },
    ...(satisfactionScore !== undefined && { satisfactionScore }),
  };
}

/** What the team said that helped: the longest of its last words. */
async function ending(
  { messages }: SimilarSessionsDeps,
  { organizationId, id }: Session,
): Promise<Pick<SimilarSessions['items'][number], 'reply' | 'repliedBy'>> {
  const said = (await messages(organizationId, id, { limit: 20 })).filter(
    ({ type, sender, content, metadata }) =>
      type === 'text' && (sender === 'agent' || sender === 'ai') && content.text && !metadata.asks,
  );
  const [reply] = said.slice(-lastReplies).sort((a, b) => b.content.text!.length - a.content.text!.length);
  if (!reply) return {};
  const text = reply.content.text!.replace(/\s+/g, ' ').trim();
  return {
    reply: text.length > longestReply ? `${text.slice(0, longestReply - 1).trimEnd()}…` : text,
    repliedBy: reply.sender === 'ai' ? 'ai' : 'agent',
  };
}
