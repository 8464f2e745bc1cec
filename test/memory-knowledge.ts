// Articles and vectors in memory, for measuring: createKnowledge on it searches as the server does, without a database.
import type { KnowledgeStore } from '../src/knowledge/store';
import type { Vector, VectorStore } from '../src/knowledge/vectors';
import type { Article, ArticleInput } from '../src/protocol/knowledge';

export function memoryKnowledge(): { store: KnowledgeStore; vectors: VectorStore } {
  return { store: memoryArticles(), vectors: memoryVectors() };
}

function memoryArticles(): KnowledgeStore {
  const organizations = new Map<string, Map<string, Article>>();
  let version = 0;
  const of = (organizationId: string) => {
    const known = organizations.get(organizationId) ?? new Map<string, Article>();
    organizations.set(organizationId, known);
    return known;
  };
  const all = (organizationId: string) => [...of(organizationId).values()];
  const unused = () => Promise.reject(new Error('not part of measuring'));
  return {
    find: (organizationId) => Promise.resolve({ items: all(organizationId), nextCursor: null }),
    read: async (organizationId, ids) => ids.flatMap((id) => of(organizationId).get(id) ?? []),
    async write(organizationId, inputs) {
      const written = inputs.map(toArticle);
      for (const one of written) of(organizationId).set(one.id, one);
      version += 1;
      return written;
    },
    update: unused,
    versions: unused,
    version: unused,
    published: unused,
    addQuestion: unused,
    remove: unused,
    removeSamples: unused,
    async counts(organizationId) {
      const those = (status: Article['embeddingStatus']) =>
        all(organizationId).filter(({ embeddingStatus }) => embeddingStatus === status).length;
      const articles = of(organizationId).size;
      return { articles, samples: 0, pending: those('pending'), failed: those('failed') };
    },
    fingerprint: async () => String(version),
    stamps: async (organizationId) =>
      new Map(all(organizationId).map(({ id, embeddingStatus }) => [id, `${version} ${embeddingStatus}`])),
    pending: async (organizationId, limit) =>
      all(organizationId)
        .filter(({ embeddingStatus }) => embeddingStatus === 'pending')
        .slice(0, limit)
        .map((article) => ({ article, contentHash: article.id })),
    async settle(organizationId, id, { status }) {
      const article = of(organizationId).get(id)!;
      of(organizationId).set(id, { ...article, embeddingStatus: status });
      version += 1;
      return true;
    },
    requeue: async () => {},
  };
}

/** The external id is the id: it is what the answer sets name. */
function toArticle(input: ArticleInput): Article {
  const now = new Date(0).toISOString();
  return {
    tags: [],
    audience: 'public',
    ...input,
    id: input.externalId!,
    embeddingStatus: 'pending',
    createdAt: now,
    updatedAt: now,
  } as Article;
}

function memoryVectors(): VectorStore {
  const kept = new Map<string, Vector[]>();
  const key = (organizationId: string, sourceType: string, sourceId: string) =>
    `${organizationId} ${sourceType} ${sourceId}`;
  return {
    async replace(source, made) {
      const at = key(source.organizationId, source.sourceType, source.sourceId);
      kept.set(
        at,
        made.map((one) => ({ ...source, ...one, createdAt: '' })),
      );
    },
    read: async ({ organizationId, sourceType }, ids) =>
      ids.flatMap((id) => kept.get(key(organizationId, sourceType, id)) ?? []),
    keepModel: () => Promise.resolve(0),
    newest: () => Promise.resolve({ items: [] }),
    async remove({ organizationId, sourceType, sourceId }) {
      kept.delete(key(organizationId, sourceType, sourceId));
      return 0;
    },
  };
}
