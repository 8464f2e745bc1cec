import type { Passage } from '../../knowledge/organization-index';
import type { Source } from '../../protocol/model/handover';
import type { Turn } from '../transcript';

export interface AnswerRequest {
  /** What the customer has written since somebody last answered. */
  question: string;
  /** What was said before the question, oldest first. */
  history: readonly Turn[];
  /** Public passages only, best first. */
  passages: readonly Passage[];
  /** ISO 639-1, when it can be told. */
  language?: string;
}

export interface ProviderAnswer {
  text: string;
  /** What the text was taken from, best first; none means that it is not to be trusted. */
  sources: Source[];
  /** How sure it is that this answers the question, 0 to 1. */
  confidence: number;
  /** Set when the provider would rather not answer: one sentence why. */
  declined?: string;
  tokens?: { input: number; output: number };
}

/** Writes an answer from passages. Throws when it cannot work: unreachable, cut off, out of time, senseless. */
export interface Provider {
  name: string;
  model?: string;
  /** Answers below it are not given, where the organization sets no floor of its own. */
  floor: number;
  /** @param options.onDelta hears pieces of the answer as they are written, fit for a customer to see */
  answer(
    request: AnswerRequest,
    options: { signal: AbortSignal; onDelta(delta: string): void },
  ): Promise<ProviderAnswer>;
}

export function toSource({ articleId, chunkId, title, excerpt, score, url }: Passage): Source {
  return { articleId, chunkId, title, excerpt, score, ...(url !== undefined && { url }) };
}
