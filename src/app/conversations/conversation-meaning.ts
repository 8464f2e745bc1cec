// Closed conversations by meaning: with the embedder, the tables of vectors and the rules of those who know them.
import { createConversationVectors } from '../../insights/conversation-vectors';
import { createSimilar } from '../../insights/similar';
import { createSimilarSessions } from '../../insights/similar-sessions';
import type { Links } from '../../customers/links';
import type { EmbedderChoice } from '../../knowledge/embed/embedder';
import { measureScale } from '../../knowledge/embed/probe';
import type { Knowledge } from '../../knowledge/knowledge';
import { languageOf } from '../../knowledge/language';
import { meaningOf, type Scale } from '../../knowledge/rank';
import { createVectorTable } from '../../knowledge/index/vector-table';
import { maskSecrets } from '../../responder/providers/mask-secrets';
import type { Base } from '../base';
import { summarySoFar } from './conversation-reading';
import type { Core } from '../core';

type MeaningParts = Base &
  Pick<Core, 'sessions'> & {
    knowledge: Pick<Knowledge, 'vectorOf' | 'search'>;
    embeddings: EmbedderChoice;
    customerLinks: Pick<Links, 'customerIds'>;
  };

/** As sure as that, of two questions that find one article about three of four are about the same. */
const certainArticle = 0.5;

export function buildConversationMeaning(parts: MeaningParts) {
  const { stores, tables, sessions, queue, knowledge, embeddings, customerLinks } = parts;
  const { conversations, vectors } = stores.documents;
  const { embedder } = embeddings;
  const similar = createSimilar({
    vectors,
    model: embedder?.name,
    makeTable: createVectorTable,
    vectorOf: (text) => knowledge.vectorOf(text),
    nearness: createNearness(embeddings),
  });
  return {
    conversationVectors: createConversationVectors({
      conversations,
      vectors,
      embedder,
      understands: (text) => embedder?.supports(languageOf(text)) ?? false,
      masked: (text) => maskSecrets(text),
      leftOut: tables.memoryChoice.leftOut,
      closed: (organizationId, page) => sessions.list(organizationId, { status: 'closed' }, page),
      remakeLater: (organizationId, cursor) =>
        void queue.add(
          'embed-conversations',
          { organizationId, cursor },
          { key: `embed-conversations:${organizationId}` },
        ),
    }),
    similarSessions: createSimilarSessions({
      similar,
      conversations,
      session: sessions.get,
      messages: sessions.messages,
      soFar: summarySoFar,
      closedAmong: (organizationId, ids) => tables.rows.among(organizationId, ids, { status: 'closed' }),
      lets: tables.memoryChoice.remembers,
      personOf: customerLinks.customerIds,
      masked: (text) => maskSecrets(text),
      async articleOf(organizationId, text) {
        const [best] = await knowledge
          .search(organizationId, text, { limit: 1, audience: 'internal' })
          .catch(() => []);
        return best && best.certainty >= certainArticle ? best.articleId : undefined;
      },
    }),
  };
}

export type ConversationMeaning = ReturnType<typeof buildConversationMeaning>;

/** The scale of the embedder is measured once, and again after it could not be. */
function createNearness({ embedder }: EmbedderChoice) {
  let scale: Promise<Scale | undefined> | undefined;
  return async () => {
    if (!embedder) return undefined;
    scale ??= measureScale(embedder).catch(() => (scale = undefined));
    const measured = await scale;
    return measured && ((cosine: number) => meaningOf(cosine, measured));
  };
}
