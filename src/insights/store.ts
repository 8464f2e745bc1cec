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
  /** How many messages the summaries of these sessions count; a session without one is absent. */
  messageCounts(organizationId: string, sessionIds: readonly string[]): Promise<Map<string, number>>;
  /** Forgets the summaries of these sessions, for erasure. Returns how many there were. */
  remove(organizationId: string, sessionIds: readonly string[]): Promise<number>;
}
