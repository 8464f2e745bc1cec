// Imports: begun by a person, done by a job, one an organization at a time, in small steps that may run twice; pages are
// fetched again on a schedule, and what changed becomes a new version of its article.
import { createHash } from 'node:crypto';
import { DomainError, notFound } from '../../errors';
import type { Log } from '../../log';
import type { Article, ArticleInput, ArticleUpdate, SavedBy } from '../../protocol/knowledge';
import type { KnowledgeImport, KnowledgeImportDetails } from '../../protocol/knowledge-imports';
import type { Page } from '../../sessions/store';
import { readQuestions } from '../question-csv';
import { parseSitemap } from './sitemap';
import type { DueItem, ImportRow, ImportStore, NewImportRow, Outcome, WrittenArticle } from './store';
import { createWebPages, type WebPagesDeps } from './web-page';

export interface ImportsDeps extends WebPagesDeps {
  store: ImportStore;
  knowledge: {
    import(organizationId: string, articles: readonly ArticleInput[], by?: SavedBy): Promise<Article[]>;
    update(organizationId: string, id: string, change: ArticleUpdate & { by?: SavedBy }): Promise<Article>;
  };
  /** Sees to it that `work` is called, soon or at that time, on whichever node. */
  workLater(organizationId: string, importId: string, at?: Date): void;
  log: Log;
}

export interface Imports {
  begin(organizationId: string, row: NewImportRow): Promise<KnowledgeImport>;
  list(organizationId: string, page: { limit: number; cursor?: string }): Promise<Page<KnowledgeImport>>;
  /** @throws `not_found` */
  get(organizationId: string, id: string): Promise<KnowledgeImportDetails>;
  /** Ends one that is under way, forgets one that is not: its articles stay. @throws `not_found` */
  cancel(organizationId: string, id: string): Promise<void>;
  /** To the end, or until somebody cancels it; what is not to be had for now is tried again later. */
  work(organizationId: string, importId: string): Promise<void>;
  /** Begins again what is to be fetched again, and what a crash left. */
  findDue(organizationId: string): Promise<void>;
}

const itself: SavedBy = { kind: 'system', name: 'Import' };

export function createImports(deps: ImportsDeps): Imports {
  const { store, workLater, log } = deps;
  return {
    async begin(organizationId, row) {
      const begun = await store.create(organizationId, row);
      workLater(organizationId, begun.id);
      return begun;
    },
    list: store.list,
    async get(organizationId, id) {
      const found = await store.get(organizationId, id);
      if (!found) throw notFound('import');
      return found;
    },
    async cancel(organizationId, id) {
      if (!(await store.cancel(organizationId, id))) throw notFound('import');
    },
    async work(organizationId, importId) {
      const row = await store.begin(organizationId, importId);
      if (!row) return;
      const work = { ...row, organizationId, importId };
      try {
        await (row.kind === 'file' ? workOnFile : workOnPages)(deps, work);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        log.info({ organizationId, importId, reason: error.message }, 'could not go on with an import');
        if (error.code !== 'unavailable' || !(await tryAgain(deps, work, error.message)))
          await store.finish(organizationId, importId, error.message);
        return;
      }
      const left = await store.dueCount(organizationId, importId);
      const reason = left === 1 ? 'One page was not to be had.' : `${left} pages were not to be had.`;
      if (left === 0 || !(await tryAgain(deps, work, reason))) await store.finish(organizationId, importId);
    },
    async findDue(organizationId) {
      for (const id of await store.takeDue(organizationId)) workLater(organizationId, id);
    },
  };
}

type Work = ImportRow & { organizationId: string; importId: string };

/** Some seven hours, for a site: longer than that it is gone, and asked again when its pages are due. */
const mostTries = 12;
const longestPauseMs = 3_600_000;

/** False when it was tried often enough. A file is never given up: it is nowhere else. */
async function tryAgain({ store, workLater }: ImportsDeps, work: Work, reason: string): Promise<boolean> {
  const { organizationId, importId, kind, tries } = work;
  if (kind !== 'file' && tries >= mostTries) return false;
  const at = new Date(Date.now() + Math.min(longestPauseMs, 60_000 * 2 ** Math.min(tries, mostTries)));
  await store.postpone(organizationId, importId, { at, reason });
  workLater(organizationId, importId, at);
  return true;
}

async function workOnFile(deps: ImportsDeps, work: Work): Promise<void> {
  const rows = await rowsOfFile(deps, work);
  const bySource = new Map(rows.map((row) => [row.source, row]));
  await deps.store.addItems(work.organizationId, work.importId, [...bySource.keys()]);
  await eachDue(deps, work, async ({ source }) => {
    const { article, reason } = bySource.get(source)!;
    return article ? take(deps, work, { article }) : { status: 'skipped', reason: reason! };
  });
}

interface FileRow {
  source: string;
  article?: ImportedArticle;
  reason?: string;
}

async function rowsOfFile({ documents }: ImportsDeps, { source, file, options }: Work): Promise<FileRow[]> {
  if (!file) throw new DomainError('invalid', 'The file is not there any more.');
  if (!source.toLowerCase().endsWith('.csv')) {
    const externalId = `document:${source}`.slice(0, 255);
    return [{ source, article: { ...(await documents.read(source, file)), ...options, externalId } }];
  }
  return readQuestions(file.toString('utf8')).map(({ article, ...row }) =>
    article
      ? {
          ...row,
          article: {
            ...options,
            ...article,
            externalId: `csv:${source}:${digest(article.title)}`.slice(-255),
          },
        }
      : row,
  );
}

async function workOnPages(deps: ImportsDeps, work: Work): Promise<void> {
  const pages = createWebPages(deps);
  const listed = work.kind === 'page' ? [work.source] : await pagesOfSitemap(pages, work.source);
  await deps.store.addItems(work.organizationId, work.importId, listed);
  await eachDue(deps, work, async (item) => {
    const page = await pages.fetch(item.source, item);
    if (page.kind === 'page') {
      const externalId = item.source.length <= 250 ? `page:${item.source}` : `page:${digest(item.source)}`;
      const article = { ...page.text, ...work.options, externalId, url: page.url };
      const { etag, lastModified } = page;
      const outcome = await take(deps, work, { article, item });
      return { ...outcome, ...(etag && { etag }), ...(lastModified && { lastModified }) };
    }
    if (item.articleId !== null && page.kind !== 'failed')
      await deps.store.markGone(work.organizationId, item.articleId, page.kind === 'gone');
    if (page.kind === 'unchanged') return { status: 'unchanged' };
    // Of a page that never was nothing can be gone.
    const status = page.kind === 'gone' && item.articleId === null ? 'failed' : page.kind;
    return { status, reason: page.reason, isPassing: page.kind === 'failed' };
  });
}

/** Further sitemaps of one index that are read, and pages that are taken. */
const mostSitemaps = 20;
const mostPages = 1_000;

/** Of the sitemap's own host: it speaks for no other (sitemaps.org). */
async function pagesOfSitemap(pages: ReturnType<typeof createWebPages>, address: string): Promise<string[]> {
  const { host } = new URL(address);
  const found = new Set<string>();
  const waiting = [address];
  for (let read = 0; read < mostSitemaps && waiting.length > 0 && found.size < mostPages; read += 1) {
    const { pages: listed, sitemaps } = parseSitemap(await pages.text(waiting.shift()!));
    for (const page of listed) {
      if (found.size === mostPages) break;
      if (URL.canParse(page) && new URL(page).host === host) found.add(page);
    }
    waiting.push(...sitemaps.slice(0, mostSitemaps));
  }
  if (found.size === 0) throw new DomainError('invalid', `The sitemap names no page of ${host}.`);
  return [...found];
}

/** PostgreSQL's data exceptions (SQLSTATE class 22): the same page would fail for ever, and hold up all behind it. */
const isUnstorable = (error: unknown) =>
  /^22/.test(String((error as { code?: unknown } | undefined)?.code ?? ''));

/** One after another; what is due again stays due until it is settled, also after a crash. */
async function eachDue(
  { store }: ImportsDeps,
  { organizationId, importId }: Work,
  handle: (item: DueItem) => Promise<Outcome>,
): Promise<void> {
  for (;;) {
    const item = await store.nextDue(organizationId, importId);
    if (!item) return;
    const outcome = await handle(item).catch((error: unknown): Outcome => {
      if (isUnstorable(error)) return { status: 'skipped', reason: 'It holds what cannot be stored.' };
      if (!(error instanceof DomainError) || error.code === 'unavailable') throw error;
      return { status: 'skipped', reason: error.message };
    });
    await store.settle(organizationId, { importId, source: item.source }, outcome);
  }
}

type ImportedArticle = ArticleInput & { externalId: string };

/**
 * The same words again change nothing; those of another article are not taken a second time. What a person declares of
 * the articles holds from then on, what the clock fetches again leaves it as an editor made it.
 */
async function take(
  { store, knowledge }: ImportsDeps,
  { organizationId, again, createdBy }: Work,
  { article, item }: { article: ImportedArticle; item?: DueItem },
): Promise<Outcome> {
  const contentHash = digest(`${article.title}\n${article.content}`);
  const by = again ? itself : (createdBy ?? itself);
  const fetched = item?.articleId ?? null;
  if (fetched !== null) await store.markGone(organizationId, fetched, false);
  if (fetched !== null && item?.contentHash === contentHash) return { status: 'unchanged' };
  const known = await store.written(organizationId, { id: fetched, externalId: article.externalId });
  if (known?.title !== article.title || known.content !== article.content) {
    const same = await store.sameText(organizationId, article);
    if (same && same.id !== known?.id)
      return { status: 'skipped', reason: `The article “${same.title}” says the same.` };
  }
  if (!known) {
    const [written] = await knowledge.import(organizationId, [article], by);
    return { status: 'created', articleId: written!.id, contentHash };
  }
  const change = changeOf(known, article, again ? ofText : [...ofText, ...declared]);
  const outcome = { articleId: known.id, contentHash };
  if (Object.keys(change).length === 0) return { status: 'unchanged', ...outcome };
  await knowledge.update(organizationId, known.id, { ...change, by });
  return { status: 'changed', ...outcome };
}

const ofText = ['title', 'content', 'url'] as const;
const declared = ['category', 'tags', 'audience', 'language'] as const;

/** Of these fields what is given, and differs. */
function changeOf(
  known: WrittenArticle,
  article: ImportedArticle,
  fields: ReadonlyArray<(typeof ofText | typeof declared)[number]>,
): ArticleUpdate {
  const differs = fields.filter(
    (field) =>
      article[field] !== undefined && JSON.stringify(article[field]) !== JSON.stringify(known[field]),
  );
  return Object.fromEntries(differs.map((field) => [field, article[field]]));
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32);
