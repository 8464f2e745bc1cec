// Drafts stand in a table of their own: what searches, answers or serves articles cannot read them. Publishing one makes a
// version of its article like any other save.
import { DomainError, notFound } from '../errors';
import type { EventBus } from '../events';
import type { Draft, DraftUpdate, NewDraft } from '../protocol/drafts';
import { maxQuestions, type Article, type SavedBy } from '../protocol/knowledge';
import { say } from '../protocol/server-texts/said';
import type { Page } from '../sessions/store';
import { withGuess } from './article-language';
import type { NewArticle } from './store';

export interface DraftStore {
  /** Newest first. */
  list(
    organizationId: string,
    page: { limit: number; cursor?: string; articleId?: string },
  ): Promise<Page<Draft>>;
  read(organizationId: string, id: string): Promise<Draft | undefined>;
  /** undefined when its article is not there; throws `conflict` when the article has a draft. */
  create(organizationId: string, draft: NewDraft, by: SavedBy): Promise<Draft | undefined>;
  update(
    organizationId: string,
    id: string,
    change: DraftUpdate & { by: SavedBy },
  ): Promise<Draft | undefined>;
  remove(organizationId: string, id: string): Promise<boolean>;
  /**
   * In one transaction: the draft becomes an article, or the next version of its own, and is gone.
   * @param articleOf what is written; throws to leave all as it is
   */
  publish(
    organizationId: string,
    id: string,
    publication: { by: SavedBy; articleOf(draft: PublishedDraft): NewArticle },
  ): Promise<Article | undefined>;
}

export interface PublishedDraft extends Draft {
  /** What its article had when the draft was begun, and what it has now. */
  baseQuestions: string[];
  articleQuestions: string[];
}

export interface Drafts extends Pick<DraftStore, 'list'> {
  /** Throws `not_found`. */
  get(organizationId: string, id: string): Promise<Draft>;
  /** Throws `not_found` (its article), `conflict` (the article has a draft). */
  create(organizationId: string, draft: NewDraft, by: SavedBy): Promise<Draft>;
  /** Throws `not_found`. */
  update(organizationId: string, id: string, change: DraftUpdate & { by: SavedBy }): Promise<Draft>;
  /** Throws `not_found`. */
  remove(organizationId: string, id: string): Promise<void>;
  /** Throws `not_found`, `invalid` (it has no text), `conflict` (the article has another version by now). */
  publish(
    organizationId: string,
    id: string,
    publication: { by: SavedBy; version?: number | undefined },
  ): Promise<Article>;
}

export function createDrafts({ store, events }: { store: DraftStore; events: EventBus }): Drafts {
  const found = <T>(draft: T | undefined): T => {
    if (draft === undefined) throw notFound('draft');
    return draft;
  };
  return {
    list: store.list,
    get: async (organizationId, id) => found(await store.read(organizationId, id)),
    async create(organizationId, draft, by) {
      const made = await store.create(organizationId, draft, by);
      if (!made) throw notFound('article');
      return made;
    },
    update: async (organizationId, id, change) => found(await store.update(organizationId, id, change)),
    async remove(organizationId, id) {
      if (!(await store.remove(organizationId, id))) throw notFound('draft');
    },
    async publish(organizationId, id, { by, version }) {
      const articleOf = (draft: PublishedDraft) => articleOfDraft(draft, version);
      const article = found(await store.publish(organizationId, id, { by, articleOf }));
      events.emit('knowledge', { organizationId, articleIds: [article.id] });
      return article;
    },
  };
}

function articleOfDraft(draft: PublishedDraft, version = draft.basedOn): NewArticle {
  const { title, content, category, tags, audience, language, url, articleVersion } = draft;
  if (content.trim() === '') throw new DomainError('invalid', say('draft_empty'));
  if (articleVersion !== version)
    throw new DomainError('conflict', say('article_changed', { count: articleVersion ?? 0 }));
  return withGuess({
    title,
    content,
    tags,
    audience,
    questions: questionsOf(draft),
    ...(category !== undefined && { category }),
    ...(language !== undefined && { language }),
    ...(url !== undefined && { url }),
  });
}

/** What the article learned meanwhile stays, what the draft added comes, what it took away goes. */
function questionsOf({ questions, baseQuestions, articleQuestions }: PublishedDraft): string[] {
  const kept = articleQuestions.filter((one) => questions.includes(one) || !baseQuestions.includes(one));
  const known = new Set(kept.map((one) => one.toLowerCase()));
  const added = questions.filter((one) => !known.has(one.toLowerCase()) && !baseQuestions.includes(one));
  return [...kept, ...added].slice(0, maxQuestions);
}
