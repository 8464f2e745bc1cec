// What is kept of labels besides the conversations that have them.
import type { Label, LabelChange, LabelMark, LabelUse, NewLabel } from '../../protocol/labels';
import type { Page } from '../../sessions/store';

/** A label that its conversations, and whatever names it, are to follow. */
export interface LabelMove {
  label: string;
  /** Undefined: it is removed. */
  becomes?: string;
  /** Who wanted it. */
  byName: string;
}

export interface LabelStore {
  /** By name: those that are described, and those that somebody wrote. Throws `invalid` on a foreign cursor. */
  list(
    organizationId: string,
    filter: { q?: string },
    page: { limit: number; cursor?: string },
  ): Promise<Page<Label>>;
  /** Undefined where nothing has it, names it or describes it. */
  get(organizationId: string, name: string): Promise<LabelUse | undefined>;
  /** Whether a conversation has it or it is described, in upper or lower case. */
  isThere(organizationId: string, name: string): Promise<boolean>;
  marks(organizationId: string): Promise<LabelMark[]>;
  /** @throws `conflict` when it is there, or there are too many */
  create(organizationId: string, label: NewLabel): Promise<void>;
  /** What is said of it. @throws `conflict` */
  describe(organizationId: string, name: string, change: Omit<LabelChange, 'name'>): Promise<void>;
  /**
   * Whatever names the label names the other one, its row goes, and its conversations wait to follow: all of it or nothing.
   * @throws `conflict` while the label is being changed, or for a name that another one has where `isNew`; `conflict` for a
   * removal of what something names
   */
  move(organizationId: string, move: LabelMove & { isNew?: boolean }): Promise<void>;
  /** The oldest move whose conversations have not all followed. */
  nextMove(organizationId: string): Promise<(LabelMove & { id: string }) | undefined>;
  /** Sessions with the label, by id, after one. */
  sessionsWith(
    organizationId: string,
    label: string,
    page: { after?: string; limit: number },
  ): Promise<string[]>;
  /** Its conversations have followed. */
  settle(organizationId: string, moveId: string): Promise<void>;
}
