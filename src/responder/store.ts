// What the responder remembers of each decision: what was asked, what it said, from what, how sure, how long, what it cost.
import type { HandoverPacket, Source } from '../protocol/model/handover';

export interface AnswerRecord {
  organizationId: string;
  sessionId: string;
  /** The message that carries the answer, when it was sent. */
  messageId?: string;
  question: string;
  /** 'dropped': somebody wrote meanwhile, so nothing was sent. */
  decision: 'answer' | 'clarify' | 'handover' | 'dropped';
  /** Of a handover. */
  trigger?: HandoverPacket['trigger'];
  text?: string;
  confidence: number;
  reason?: string;
  provider: string;
  model?: string;
  latencyMs: number;
  inputTokens?: number;
  outputTokens?: number;
  /** Best first. */
  sources: readonly Source[];
}

export interface AnswerStore {
  record(answer: AnswerRecord): Promise<void>;
  /** Answers recorded since then in the customer's sessions other than this one. */
  answersElsewhere(
    asker: { organizationId: string; customerId: string; sessionId: string },
    since: Date,
  ): Promise<number>;
}

/** Counts runs of the AI. */
export interface RunLimits {
  /** Counts one. @throws `rate_limited` when there were too many today */
  take(type: 'ai_session' | 'ai_customer' | 'ai_organization', id: string): Promise<unknown>;
}
