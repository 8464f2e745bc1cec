// What imports need of their store.
import type { Page } from '../../sessions/store';
import type { SavedBy } from '../../protocol/knowledge';
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
  articleId?: string;
  etag?: string;
  lastModified?: string;
  contentHash?: string;
}

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
  /** The next that is due; undefined when none is, or somebody cancelled it. */
  nextDue(organizationId: string, id: string): Promise<DueItem | undefined>;
  settle(organizationId: string, item: { importId: string; source: string }, outcome: Outcome): Promise<void>;
  /** With an error nothing could be imported. One that was cancelled stays so. */
  finish(organizationId: string, id: string, error?: string): Promise<void>;
  /** Imports whose pages are to be fetched again, now marked as waiting, and those that a crash may have left. */
  takeDue(organizationId: string): Promise<string[]>;
  /** The article that says exactly this. */
  sameText(
    organizationId: string,
    text: { title: string; content: string },
  ): Promise<{ id: string; title: string; externalId: string | null } | undefined>;
  /** Marks an article whose page is gone, or there again. */
  markGone(organizationId: string, articleId: string, gone: boolean): Promise<void>;
}

export type { ImportItem };
