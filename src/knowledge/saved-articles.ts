// Articles as editors read and write them: whoever changes one rings, and the search follows.
import { notFound } from '../errors';
import type { EventBus } from '../events';
import type {
  Article,
  ArticleFilter,
  ArticleInput,
  ArticleText,
  ArticleUpdate,
  ArticleVersion,
  SavedBy,
} from '../protocol/knowledge';
import type { Page } from '../sessions/store';
import { languageOfArticle, withGuess } from './article-language';
import type { KnowledgeStore } from './store';
import type { VectorStore } from './vectors';

export interface SavedArticles {
  list(
    organizationId: string,
    filter: ArticleFilter,
    page: { limit: number; cursor?: string },
  ): Promise<Page<Article>>;
  /** Throws `not_found`. */
  get(organizationId: string, id: string): Promise<Article>;
  /** With the externalId of an article that is there, it replaces that one. */
  create(organizationId: string, article: ArticleInput, by?: SavedBy): Promise<Article>;
  /** Fields that are absent stay. Throws `not_found`, `conflict` (externalId taken). */
  update(organizationId: string, id: string, change: ArticleUpdate & { by?: SavedBy }): Promise<Article>;
  /** The newest first. Throws `not_found`. */
  versions(organizationId: string, id: string): Promise<ArticleVersion[]>;
  /** Throws `not_found`. */
  version(organizationId: string, id: string, version: number): Promise<ArticleText>;
  /** Saves what that version said as a new one. Throws `not_found`. */
  restore(organizationId: string, id: string, restored: { version: number; by?: SavedBy }): Promise<Article>;
  /** One more question that people ask. Throws `not_found`, `conflict` (it has as many as it can). */
  addQuestion(organizationId: string, id: string, question: string): Promise<Article>;
  /** Throws `not_found`. */
  remove(organizationId: string, id: string): Promise<void>;
  /** What the demo brought and nobody wrote anew; how many they were. */
  removeSamples(organizationId: string): Promise<number>;
  /** All or nothing; upserts by externalId. */
  import(organizationId: string, articles: readonly ArticleInput[], by?: SavedBy): Promise<Article[]>;
}

interface SavedArticlesDeps {
  store: KnowledgeStore;
  vectors: VectorStore;
  events: EventBus;
}

export function createSavedArticles(deps: SavedArticlesDeps): SavedArticles {
  const { store, vectors, events } = deps;
  async function write(
    organizationId: string,
    articles: readonly ArticleInput[],
    by?: SavedBy,
  ): Promise<Article[]> {
    const written = await store.write(organizationId, articles.map(withGuess), by);
    events.emit('knowledge', { organizationId, articleIds: written.map(({ id }) => id) });
    return written;
  }
  async function update(
    organizationId: string,
    id: string,
    change: ArticleUpdate & { by?: SavedBy },
  ): Promise<Article> {
    const guessed = withGuess(change);
    const { guessedLanguage: language } = guessed;
    const isGuess = language !== undefined && (await isOnlyGuessed(store, { organizationId, id }, change));
    const said = { ...guessed, ...(isGuess && { language }) };
    return changed(organizationId, await store.update(organizationId, id, said));
  }
  function changed(organizationId: string, article: Article | undefined): Article {
    if (!article) throw notFound('article');
    events.emit('knowledge', { organizationId, articleIds: [article.id] });
    return article;
  }
  async function gone(organizationId: string, ids: readonly string[]): Promise<void> {
    for (const id of ids)
      await vectors.remove({ organizationId, sourceType: 'knowledge_base', sourceId: id });
    events.emit('knowledge', { organizationId, articleIds: [...ids] });
  }
  return {
    list: (organizationId, filter, page) => store.find(organizationId, filter, page),
    async get(organizationId, id) {
      const [article] = await store.read(organizationId, [id]);
      if (!article) throw notFound('article');
      return article;
    },
    create: async (organizationId, article, by) => (await write(organizationId, [article], by))[0]!,
    import: write,
    update,
    addQuestion: async (organizationId, id, question) =>
      changed(organizationId, await store.addQuestion(organizationId, id, question)),
    async remove(organizationId, id) {
      if (!(await store.remove(organizationId, id))) throw notFound('article');
      await gone(organizationId, [id]);
    },
    async removeSamples(organizationId) {
      const ids = await store.removeSamples(organizationId);
      await gone(organizationId, ids);
      return ids.length;
    },
    ...createVersions(deps, update),
  };
}

/** Other words come, nobody says in which language, and nobody said it of those that are there. */
async function isOnlyGuessed(
  store: Pick<KnowledgeStore, 'read'>,
  { organizationId, id }: { organizationId: string; id: string },
  change: ArticleUpdate,
): Promise<boolean> {
  if (change.content === undefined || change.language !== undefined) return false;
  const [before] = await store.read(organizationId, [id]);
  return before !== undefined && (before.language ?? undefined) === languageOfArticle(before);
}

function createVersions(
  { store }: SavedArticlesDeps,
  update: SavedArticles['update'],
): Pick<SavedArticles, 'versions' | 'version' | 'restore'> {
  async function version(organizationId: string, id: string, number: number): Promise<ArticleText> {
    const found = await store.version(organizationId, id, number);
    if (!found) throw notFound('version');
    return found;
  }
  return {
    version,
    async versions(organizationId, id) {
      const found = await store.versions(organizationId, id);
      if (found.length === 0) throw notFound('article');
      return found;
    },
    async restore(organizationId, id, { version: number, by }) {
      const { title, content, tags, audience, ...before } = await version(organizationId, id, number);
      const { category = null, language = null, url = null } = before;
      const change = { title, content, tags, audience, category, language, url };
      return update(organizationId, id, { ...change, ...(by && { by }) });
    },
  };
}
