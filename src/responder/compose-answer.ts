// From a conversation to a decision. The same code for customers and for `answers/preview`: it sends and stores nothing.
import type { AiSettings } from '../protocol/answers';
import { languageOf } from '../knowledge/language';
import type { Knowledge } from '../knowledge/knowledge';
import type { Passage } from '../knowledge/organization-index';
import { terms } from '../knowledge/tokenize';
import type { Breaker } from './breaker';
import { decideAtOnce, decideOnAnswer, type Decision } from './decide';
import { worthReading } from './handover-packet';
import { toSource, type Provider, type ProviderAnswer } from './providers/provider';
import { openQuestion, textOf, type Turn } from './transcript';
import type { Source } from '../protocol/model/handover';

export interface ComposeDeps {
  knowledge: Pick<Knowledge, 'search'>;
  provider: Provider;
  breaker: Breaker;
}

export interface Situation {
  organizationId: string;
  /** Ends with what the customer wants to know. */
  turns: readonly Turn[];
  aiTurns: number;
  settings: AiSettings;
}

export interface ComposedAnswer {
  decision: Decision;
  question: string;
  /** What was found, best first, used or not. */
  found: Source[];
  /** Categories and tags of what was found and is worth reading. */
  labels: string[];
  language?: string;
  tokens?: { input: number; output: number };
}

/** Passages that a provider gets to read. */
const passagesRead = 6;
/** A question of so few words may lean on the one before it: "and to Norway?" */
const fewWords = 2;

/** Throws what the provider throws; the caller hands over then. */
export async function composeAnswer(
  { knowledge, provider, breaker }: ComposeDeps,
  situation: Situation,
  options: { signal: AbortSignal; isTaken(): boolean; onDelta(delta: string): void },
): Promise<ComposedAnswer> {
  const { organizationId, turns, aiTurns, settings } = situation;
  const question = textOf(openQuestion(turns));
  const language =
    languageOf(question) ?? languageOf(textOf(turns.filter(({ sender }) => sender === 'customer')));
  const base = { question, ...(language !== undefined && { language }) };
  const atOnce = decideAtOnce(turns, aiTurns, settings);
  if (atOnce?.kind === 'answer' || (atOnce && !wantsSources(atOnce.trigger))) {
    return { ...base, decision: atOnce, found: [], labels: [] };
  }
  const search = (query: string) =>
    knowledge.search(organizationId, query.slice(0, 1_000), {
      limit: passagesRead,
      audience: 'public',
      signal: options.signal,
    });
  const passages = await findPassages(search, question, turns);
  const found = passages.map(toSource);
  const labels = passages.filter(({ score }) => score >= worthReading).flatMap((one) => one.labels);
  if (atOnce) return { ...base, decision: atOnce, found, labels };
  const history = turns.slice(0, turns.length - openQuestion(turns).length);
  const asked = { question, history, passages, ...(language !== undefined && { language }) };
  // Given up for a person's sake is no failure of the model.
  const answer: ProviderAnswer = await breaker.run(
    () => provider.answer(asked, options),
    () => options.isTaken(),
  );
  const decision = decideOnAnswer(answer, settings.confidenceFloor ?? provider.floor);
  return { ...base, decision, found, labels, ...(answer.tokens && { tokens: answer.tokens }) };
}

/** Where an agent takes over for want of patience, what the articles say is still worth a glance. */
function wantsSources(trigger: string): boolean {
  return trigger === 'sentiment' || trigger === 'turn_cap';
}

async function findPassages(
  search: (query: string) => Promise<Passage[]>,
  question: string,
  turns: readonly Turn[],
): Promise<Passage[]> {
  const alone = await search(question);
  const own = terms(question);
  const before = turns
    .slice(0, -openQuestion(turns).length)
    .findLast(({ sender, text }) => sender === 'customer' && text !== '');
  if (!before || own.size === 0 || own.size > fewWords) return alone;
  const together = await search(`${before.text}\n${question}`);
  const best = together[0];
  // What the few words name must be in the passage; otherwise it would answer the question before once more.
  const speaksOfIt =
    best !== undefined &&
    [...terms(`${best.title} ${best.heading} ${best.text}`)].some((one) => own.has(one));
  return speaksOfIt && best.score > (alone[0]?.score ?? 0) ? together : alone;
}

/** What is left to say when thinking itself failed. */
export function noAnswer(question: string, reason: string): ComposedAnswer {
  const decision = { kind: 'handover', trigger: 'failure', reason, confidence: 0 } as const;
  return { decision, question, found: [], labels: [] };
}
