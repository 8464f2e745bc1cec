// What the responder remembers of each decision: what was asked, what it said, from what, how sure, how long, what it cost.
import type { CacheTier } from './answer-cache/answer-cache';
import type { HandoverPacket, Source } from '../protocol/model/handover';

export interface AnswerRecord {
  organizationId: string;
  sessionId: string;
  /** The message that carries the answer, when it was sent. */
  messageId?: string;
  question: string;
  /**
   * 'dropped': somebody wrote meanwhile, so nothing was sent. 'suggested': a draft for an agent. 'written': something that
   * an agent had a model write anew, translate or sum up; it is recorded for what it cost, without a word of it.
   */
  decision: 'answer' | 'clarify' | 'handover' | 'dropped' | 'suggested' | 'written';
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
  /** In the operator's currency; absent where the prices are not known. */
  cost?: number;
  /** It was answered before: the same words, or another way to ask the same. It cost nothing. */
  cached?: CacheTier;
  /** Best first. */
  sources: readonly Source[];
}

export interface AnswerStore {
  /** @returns its id */
  record(answer: AnswerRecord): Promise<string>;
  /** Answers recorded since then in the customer's sessions other than this one. */
  answersElsewhere(
    asker: { organizationId: string; customerId: string; sessionId: string },
    since: Date,
  ): Promise<number>;
  /** What models used: in the session ever, for the customer and the organization since then. */
  spent(
    asker: { organizationId: string; customerId?: string; sessionId?: string },
    since: Date,
  ): Promise<Spent>;
}

/** For who looks after the costs. */
export interface UsageStore {
  /** By model, the dearest first; `answers` counts decisions of any kind. */
  used(
    organizationId: string,
    since: Date,
  ): Promise<{ answers: number; models: Array<Used & { model: string }> }>;
}

export interface Used {
  tokens: number;
  money: number;
}

export type Spent = Record<'session' | 'customer' | 'day', Used>;

/** Counts runs of the AI. */
export interface RunLimits {
  /** Counts one. @throws `rate_limited` when there were too many today */
  take(type: 'ai_session' | 'ai_customer' | 'ai_organization', id: string): Promise<unknown>;
}
