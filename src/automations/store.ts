// What a team does often, written down once.
import type { Page } from '../sessions/store';

export interface CannedReplyRow {
  id: string;
  /** Whose own it is; null: the team's. */
  userId: string | null;
  shortcut: string;
  title: string;
  content: string;
  uses: number;
  lastUsedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

export type GivenReply = Pick<CannedReplyRow, 'userId' | 'shortcut' | 'title' | 'content'>;

/** One table of one organization: undefined and false for what it does not have. */
interface Kept<Row, Given> {
  /** Newest first: what is the team's and what is `userId`'s own. Throws `invalid` on a foreign cursor. */
  list(
    organizationId: string,
    filter: { userId?: string },
    page: { limit: number; cursor?: string },
  ): Promise<Page<Row>>;
  get(organizationId: string, id: string): Promise<Row | undefined>;
  /** @throws `conflict` when its name is taken */
  create(organizationId: string, row: Given): Promise<Row>;
  update(organizationId: string, id: string, change: Partial<Given>): Promise<Row | undefined>;
  remove(organizationId: string, id: string): Promise<boolean>;
  /** It was taken once more. */
  used(organizationId: string, id: string): Promise<void>;
}

export type CannedReplies = Kept<CannedReplyRow, GivenReply>;
