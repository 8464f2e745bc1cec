// What retention asks of the tables; every method runs inside withOrganization.
/** Closed conversations in which nothing has happened since `before`, but for those with the label that holds them. */
export interface Due {
  before: Date;
  heldLabel: string | null;
}

export interface DueSession {
  id: string;
  customerId: string;
  /** ISO 8601: of the last thing that happened there. */
  endedAt: string;
}

export interface FileRef {
  id: string;
  organizationId: string;
}

/** What goes by its own age, rows and words. */
export const byAge = ['visits', 'answers', 'events'] as const;
export type ByAge = (typeof byAge)[number];

export interface Old {
  what: ByAge;
  before: Date;
  /** Conversations with it keep their answers' words. */
  heldLabel: string | null;
}

/** Time and id, as the store has them. */
export type Place = [at: string, id: string];

export interface RetentionStore {
  /** The longest over first; one that was merged goes after the one that it goes on in. */
  dueSessions(
    organizationId: string,
    due: Due,
    page: { after?: DueSession; limit: number },
  ): Promise<DueSession[]>;
  countSessions(organizationId: string, due: Due): Promise<{ count: number; oldest?: string }>;
  /** Removes what was made of them, and takes them out of every list. Their logs and rows say already that they are erased. */
  emptySessions(organizationId: string, sessionIds: readonly string[]): Promise<void>;
  dueFiles(organizationId: string, due: Due, limit: number): Promise<FileRef[]>;
  countFiles(organizationId: string, due: Due): Promise<number>;
  /** At most `limit` rows after a place; how many, and the place of the last. */
  forget(
    organizationId: string,
    old: Old,
    page: { after?: Place; limit: number },
  ): Promise<{ count: number; last?: Place }>;
  count(organizationId: string, old: Old): Promise<number>;
}
