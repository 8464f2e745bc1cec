// One summary a session: what it was about, how it ended. Rebuilt from the log at any time.

export interface Conversation {
  organizationId: string;
  sessionId: string;
  summary: string;
  topics: string[];
  intents: string[];
  sentiment?: string;
  /** 1 to 5. */
  satisfactionScore?: number;
  /** False once a person was needed. */
  aiResolved: boolean;
  messageCount: number;
  firstMessageAt?: string;
  lastMessageAt?: string;
  /** Seconds from the first message to the close. */
  resolutionTime?: number;
  metadata: Record<string, unknown>;
}

export interface ConversationStore {
  /** Writes the whole summary. One that counts fewer messages than the stored one came late and is dropped. */
  upsert(conversation: Conversation): Promise<void>;
  get(organizationId: string, sessionId: string): Promise<Conversation | undefined>;
  /** Those of these sessions that there are, in no order. */
  read(organizationId: string, sessionIds: readonly string[]): Promise<Conversation[]>;
  /** How many messages the summaries of these sessions count; a session without one is absent. */
  messageCounts(organizationId: string, sessionIds: readonly string[]): Promise<Map<string, number>>;
  /** Forgets the summaries of these sessions, for erasure. Returns how many there were. */
  remove(organizationId: string, sessionIds: readonly string[]): Promise<number>;
}

/** A vector of something that was wanted in a conversation. */
export interface WishVector {
  /** The session. */
  sourceId: string;
  text: string;
  embedding: Float32Array;
  /** `model`: who made it; `n`: which of the conversation's it is. */
  metadata: Record<string, unknown>;
  createdAt: string;
}

interface WishVectors {
  organizationId: string;
  sourceType: 'conversation';
}

export interface WishVectorStore {
  /** Puts these in the place of all that the conversation had. */
  replace(
    conversation: WishVectors & { sourceId: string },
    vectors: ReadonlyArray<Pick<WishVector, 'text' | 'embedding' | 'metadata'>>,
  ): Promise<void>;
  read(all: WishVectors, sessionIds: readonly string[]): Promise<WishVector[]>;
  /** The newest first; `cursor`: where to go on. @param page.since only those that were written from then on, ISO 8601 */
  newest(
    all: WishVectors,
    page: { limit: number; since?: string; cursor?: string },
  ): Promise<{ items: WishVector[]; cursor?: string }>;
  /** Returns how many there were. */
  remove(conversation: WishVectors & { sourceId: string }): Promise<number>;
}
