// Why the AI said something, and what of what it said an article does not say any more.
import { notFound } from '../errors';
import { chunk } from '../knowledge/chunk';
import type { Uses, Why } from '../protocol/provenance';
import type { Message } from '../protocol/model/message';
import type { Sessions } from '../sessions/commands';

export type RecordedAnswer = Omit<Why, 'sources' | 'currency'> & {
  /** `content`: what the article says now. */
  sources: Array<Omit<Why['sources'][number], 'outOfDate'> & { content?: string }>;
};

export type RecordedUse = Omit<Uses['items'][number], 'outOfDate'> & { excerpts: string[] };

export interface ProvenanceStore {
  /** Of an answer's message; of a handover's, which no decision names, the nearest one of the session. */
  ofMessage(
    message: Pick<Message, 'id' | 'type' | 'sessionId' | 'timestamp'> & { organizationId: string },
  ): Promise<RecordedAnswer | undefined>;
  /** Answers that used the article, newest first. */
  ofArticle(organizationId: string, articleId: string, limit: number): Promise<RecordedUse[]>;
}

export interface Provenance {
  /** @throws `not_found` */
  why(organizationId: string, place: { sessionId: string; seq: number }): Promise<Why>;
  /** @throws `not_found` */
  uses(
    organizationId: string,
    articleId: string,
    filter: { limit: number; outOfDate?: boolean },
  ): Promise<Uses>;
}

interface ProvenanceDeps {
  store: ProvenanceStore;
  sessions: Pick<Sessions, 'messages'>;
  /** @throws `not_found` */
  article(organizationId: string, id: string): Promise<{ content: string }>;
  /** Of what models cost, such as USD. */
  currency: string;
}

/** Answers of one article that one look takes. */
const mostUses = 500;

export function createProvenance({ store, sessions, article, currency }: ProvenanceDeps): Provenance {
  return {
    async why(organizationId, { sessionId, seq }) {
      const [message] = await sessions.messages(organizationId, sessionId, { after: seq - 1, limit: 1 });
      if (message?.seq !== seq) throw notFound('message');
      const found = await store.ofMessage({ ...message, organizationId });
      if (!found) throw notFound('answer');
      const sources = found.sources.map(({ content, ...source }) => ({
        ...source,
        outOfDate: content === undefined || !stands([source.excerpt], content),
      }));
      return { ...found, ...(found.cost !== undefined && { currency }), sources };
    },
    async uses(organizationId, articleId, { limit, outOfDate }) {
      const { content } = await article(organizationId, articleId);
      const says = saying(content);
      const found = await store.ofArticle(organizationId, articleId, mostUses);
      const all = found.map(({ excerpts, ...use }) => ({ ...use, outOfDate: !excerpts.every(says) }));
      const items = outOfDate === undefined ? all : all.filter((one) => one.outOfDate === outOfDate);
      return {
        items: items.slice(0, limit),
        total: all.length,
        outOfDate: all.filter((one) => one.outOfDate).length,
      };
    },
  };
}

/** Whether each excerpt stands in what an article says now, however it is set. */
export function stands(excerpts: readonly string[], content: string): boolean {
  return excerpts.every(saying(content));
}

/** A passage is shown otherwise than it was written where it comes from a table: both count. */
function saying(content: string): (excerpt: string) => boolean {
  const texts = [content, ...chunk('', content).map(({ text }) => text)].map(wordsOf);
  return (excerpt) =>
    excerpt
      .split('…')
      .map(wordsOf)
      .filter((piece) => piece.trim() !== '')
      .every((piece) => texts.some((text) => text.includes(piece)));
}

/** Letters and digits alone: what else changes is how it is set. */
function wordsOf(text: string): string {
  return ` ${(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')} `;
}
