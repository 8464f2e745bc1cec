// What a team does often, written down once.
import type { MacroSteps } from '../protocol/macros';
import type { SessionWhere } from '../protocol/session-where';
import type { Page } from '../sessions/store';

/** What both have that are found by a word after `/`. */
export interface Written {
  id: string;
  /** Whose own it is; null: the team's. */
  userId: string | null;
  shortcut: string;
  title: string;
  uses: number;
  lastUsedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

export interface CannedReplyRow extends Written {
  content: string;
}

export interface MacroRow extends Written {
  steps: MacroSteps;
}

type Given<Row> = Omit<Row, 'id' | 'uses' | 'lastUsedAt' | 'createdAt' | 'updatedAt'>;
export type GivenReply = Given<CannedReplyRow>;
export type GivenMacro = Given<MacroRow>;

/** One table of one organization: undefined and false for what it does not have. */
interface Kept<Row, New> {
  /** Newest first: what is the team's and what is `userId`'s own. Throws `invalid` on a foreign cursor. */
  list(
    organizationId: string,
    filter: { userId?: string },
    page: { limit: number; cursor?: string },
  ): Promise<Page<Row>>;
  get(organizationId: string, id: string): Promise<Row | undefined>;
  /** @throws `conflict` when its name is taken */
  create(organizationId: string, row: New): Promise<Row>;
  update(organizationId: string, id: string, change: Partial<New>): Promise<Row | undefined>;
  remove(organizationId: string, id: string): Promise<boolean>;
  /** It was taken once more. */
  used(organizationId: string, id: string): Promise<void>;
}

export type CannedReplies = Kept<CannedReplyRow, GivenReply>;
export type Macros = Kept<MacroRow, GivenMacro>;

export interface SavedViewRow {
  id: string;
  /** Whose own it is; null: the team's. */
  userId: string | null;
  name: string;
  filter: SessionWhere;
  position: number;
  createdAt: Date;
  updatedAt: Date;
}

export type GivenView = Pick<SavedViewRow, 'userId' | 'name' | 'filter'>;

export interface SavedViews extends Omit<Kept<SavedViewRow, GivenView>, 'list' | 'used'> {
  /** The team's, then `userId`'s own, each in its order. */
  list(organizationId: string, filter: { userId?: string }): Promise<SavedViewRow[]>;
  /** Their places are those of this list. */
  arrange(organizationId: string, ids: readonly string[]): Promise<void>;
}
