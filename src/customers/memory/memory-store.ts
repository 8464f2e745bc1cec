// What is remembered of a customer beyond one session.

export interface MemoryEntry {
  organizationId: string;
  customerId: string;
  type: 'short_term' | 'long_term';
  /** One value a (customer, type, key). */
  key: string;
  value: Record<string, unknown>;
  /** 0 to 1: what is recalled first. */
  importance: number;
  lastAccessed: string;
  createdAt: string;
  expiresAt?: string;
}

export interface CustomerRef {
  organizationId: string;
  customerId: string;
}

export interface MemoryStore {
  /** Writes or replaces the value of (customer, type, key); `createdAt` stays that of the first. */
  remember(entry: Omit<MemoryEntry, 'lastAccessed' | 'createdAt'>, now: Date): Promise<void>;
  /** The same, only where there is such an entry: what was forgotten meanwhile stays so. False when there is none. */
  replace(entry: Omit<MemoryEntry, 'lastAccessed' | 'createdAt'>, now: Date): Promise<boolean>;
  /** The most important that has not expired at `now`, most recent first among equals; notes the access. */
  recall(customer: CustomerRef, now: Date, limit: number): Promise<MemoryEntry[]>;
  /** The same, without being an access: for whoever looks at what is kept. */
  read(customer: CustomerRef, now: Date, limit: number): Promise<MemoryEntry[]>;
  /** Forgets one key of every type, or everything of the customer. Returns how many entries went. */
  forget(customer: CustomerRef, key?: string): Promise<number>;
  /** Removes what expired at or before `now`, in every organization. Returns how many entries went. */
  expire(now: Date): Promise<number>;
}

/** Whether anything of a customer is remembered, and read by a model, at all: nothing of who was erased, or does not want it. */
export interface MemoryChoice {
  remembers(customer: CustomerRef): Promise<boolean>;
  /** Of these sessions those of customers who do not want it. */
  leftOut(organizationId: string, sessionIds: readonly string[]): Promise<Set<string>>;
  /**
   * Runs `work` where something may be remembered; what forgets the customer, or chooses otherwise, waits until it is done.
   * @param work gets when all that was remembered was forgotten last: nothing that was said until then is remembered
   */
  whileRemembered(
    customer: CustomerRef,
    work: (forgottenAt: Date | undefined) => Promise<void>,
  ): Promise<void>;
  /** Notes that all is forgotten, once what is under way to be remembered is written. */
  forgets(customer: CustomerRef, at: Date): Promise<void>;
  /** False when there is no such customer, or it was erased. */
  choose(customer: CustomerRef, remembers: boolean): Promise<boolean>;
}
