// What imports need of their store.
import type { Page } from '../../sessions/store';
import type { Article, SavedBy } from '../../protocol/knowledge';
import type {
  ImportItem,
  ImportOptions,
  ItemStatus,
  KnowledgeImport,
  KnowledgeImportDetails,
} from '../../protocol/knowledge-imports';

export interface ImportRow {
  kind: KnowledgeImport['kind'];
  source: string;
  options: ImportOptions;
  status: KnowledgeImport['status'];
  file: Buffer | null;
  createdBy: SavedBy | null;
  /** It was done before: its pages are fetched again. */
  again: boolean;
  /** How often it was tried in vain. */
  tries: number;
}

export interface DueItem {
  source: string;
  articleId: string | null;
  etag: string | null;
  lastModified: string | null;
  contentHash: string | null;
}

/** What became of a page or row. */
export interface Outcome {
  status: Exclude<ItemStatus, 'waiting'>;
  reason?: string;
  /** It may go better soon: it stays due, for the next try. */
  isPassing?: boolean;
  articleId?: string;
  etag?: string;
  lastModified?: string;
  contentHash?: string;
}

/** What an article says, null where it says nothing. */
export type WrittenArticle = Pick<Article, 'id' | 'title' | 'content' | 'tags' | 'audience'> &
  Record<'category' | 'language' | 'url', string | null>;

export interface NewImportRow extends Pick<KnowledgeImport, 'kind' | 'source'> {
  options: ImportOptions;
  file?: Buffer;
  refetchHours: number | null;
  createdBy: SavedBy;
}

export interface ImportStore {
  create(organizationId: string, row: NewImportRow): Promise<KnowledgeImport>;
  list(organizationId: string, page: { limit: number; cursor?: string }): Promise<Page<KnowledgeImport>>;
  get(organizationId: string, id: string): Promise<KnowledgeImportDetails | undefined>;
  /** Ends one that is under way, and forgets one that is not. False when there is none. */
  cancel(organizationId: string, id: string): Promise<boolean>;
  /** For the worker: makes it running; undefined when nothing is left to do. */
  begin(organizationId: string, id: string): Promise<ImportRow | undefined>;
  /** Adds what is new; what is known stays. */
  addItems(organizationId: string, id: string, sources: readonly string[]): Promise<void>;
  /** The next that is due and was not tried in vain just now; undefined when none is, or somebody cancelled it. */
  nextDue(organizationId: string, id: string): Promise<DueItem | undefined>;
  settle(organizationId: string, item: { importId: string; source: string }, outcome: Outcome): Promise<void>;
  /** How many are due still: of an import that ran to its end, those that were tried in vain. */
  dueCount(organizationId: string, id: string): Promise<number>;
  /** Waits for its next try. One that was cancelled stays so. */
  postpone(organizationId: string, id: string, until: { at: Date; reason: string }): Promise<void>;
  /** With an error nothing could be imported. One that was cancelled stays so. */
  finish(organizationId: string, id: string, error?: string): Promise<void>;
  /** Imports whose pages are to be fetched again, now marked as waiting, and those that a crash may have left or whose next try has come. */
  takeDue(organizationId: string): Promise<string[]>;
  /** The article that says exactly this. */
  sameText(
    organizationId: string,
    text: { title: string; content: string },
  ): Promise<{ id: string; title: string } | undefined>;
  /** The article of that id, else the one that was written under this externalId. */
  written(
    organizationId: string,
    article: { id: string | null; externalId: string },
  ): Promise<WrittenArticle | undefined>;
  /** Marks an article whose page is gone, or there again. */
  markGone(organizationId: string, articleId: string, gone: boolean): Promise<void>;
}

export type { ImportItem };
