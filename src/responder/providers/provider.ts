import type { Passage } from '../../knowledge/passage';
import type { Caution, TokenPrices } from '../../protocol/answers';
import type { Source } from '../../protocol/model/handover';
import type { Words } from '../../protocol/model/wording';
import type { Turn } from '../transcript';

export interface AnswerRequest {
  /** What the customer has written since somebody last answered. */
  question: string;
  /** What was said before the question, oldest first. */
  history: readonly Turn[];
  /** Only what the customer may read, best first. */
  passages: readonly Passage[];
  /** Several questions in one, each with what was found for it alone; `passages` are those of all. */
  parts?: ReadonlyArray<{ question: string; passages: readonly Passage[] }>;
  /** ISO 639-1, when it can be told. */
  language?: string;
  /** What the customer said in other conversations: it is no source of anything. */
  remembered?: ReadonlyArray<{ kind: string; text: string }>;
  /** What may be looked up for the customer. */
  toolbox?: Toolbox;
  /** How answers of the organization sound, in its own words. */
  tone?: string;
}

export interface ToolAnswer {
  outcome: 'found' | 'none' | 'failed' | 'refused';
  /** For the model; of what was found all that it may tell. */
  text: string;
}

export interface Toolbox {
  tools: ReadonlyArray<{
    name: string;
    description: string;
    /** JSON schema of an object. */
    parameters: Record<string, unknown>;
  }>;
  /** False: enough was looked up. */
  mayCall(): boolean;
  /** Never rejects. @param given JSON, as the model wrote it */
  call(name: string, given: string): Promise<ToolAnswer>;
}

export interface ProviderAnswer {
  text: string;
  /** What the text goes on to say, for who wants more. */
  more?: string;
  /** What the text was taken from, best first; none means that it is not to be trusted. */
  sources: Source[];
  /** Something was looked up for the customer: this answers nobody else. */
  isOwn?: true;
  /** How sure it is that this answers the question, 0 to 1. */
  confidence: number;
  /** Set when the provider would rather not answer: one sentence why. */
  declined?: Words;
  tokens?: { input: number; output: number };
}

/** The provider does not work: unreachable, refusing, broken off, too slow. What one question brought about is another error. */
export class ProviderFailure extends Error {
  /** @param mayPass it said nothing yet, and may be there a moment later */
  constructor(
    message: string,
    readonly mayPass = false,
  ) {
    super(message);
  }
}

/** Writes an answer from passages. Throws ProviderFailure where the fault is its own, any other error for this question's. */
export interface Provider {
  name: string;
  /** Absent where no model is asked: such an answer costs nothing. */
  model?: string;
  /** Of a million tokens, in the operator's currency. */
  prices?: TokenPrices;
  /** Answers below it are not given, as the organization would have it. */
  floors: Record<Caution, number>;
  /** @param options.onDelta hears pieces of the answer as they are written, fit for a customer to see */
  answer(
    request: AnswerRequest,
    options: { signal: AbortSignal; onDelta(delta: string): void },
  ): Promise<ProviderAnswer>;
  /** For the team: writes something anew, translates, sums up. Absent where no model is asked. Throws as `answer` does. */
  write?(task: WritingTask, options: { signal: AbortSignal }): Promise<Written>;
}

export interface WritingTask {
  /** What to do: ours alone, without a word of anybody else. */
  rules: string;
  /** What it is done to, fenced. */
  material: string;
  maxTokens: number;
}

export interface Written {
  text: string;
  tokens: { input: number; output: number };
}

export function toSource({ articleId, chunkId, title, excerpt, score, url }: Passage): Source {
  return { articleId, chunkId, title, excerpt, score, ...(url !== undefined && { url }) };
}
