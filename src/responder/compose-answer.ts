// From a conversation to a decision. The same code for customers and for `answers/preview`: it sends and stores nothing.
import type { ResponderSettings } from '../protocol/answers';
import type { Audience } from '../protocol/knowledge';
import { languageOf } from '../knowledge/language';
import type { Knowledge } from '../knowledge/knowledge';
import type { Passage } from '../knowledge/passage';
import type { AnswerCache, CachedAnswer, CacheLook, CacheTier } from './answer-cache/answer-cache';
import { isOfEverybody, mayBeKept } from './answer-cache/is-of-everybody';
import { askProviders } from './ask-providers';
import type { Breakers } from './breaker';
import { chosenOption } from './ask-which';
import { beyondBudget, byRule, decideAtOnce, decideOnAnswer, floorFor, type Decision } from './decide';
import { followsOn } from './follow-up';
import { worthAGlance } from './handover-packet';
import { toSource, type Provider, type ProviderAnswer } from './providers/provider';
import { questionsIn } from './questions';
import type { OwnData, OwnSession } from './own-data/own-data';
import type { Asker, RunBudget } from './run-budget';
import { sympathy } from './sympathy';
import { isComplaint } from './understanding/complaint';
import { alwaysForPerson } from './understanding/person-rules';
import { isVouched, openQuestion, textOf, type Turn } from './transcript';
import type { Source } from '../protocol/model/handover';

export interface ComposeDeps {
  knowledge: Pick<Knowledge, 'search'>;
  provider: Provider;
  /** Who is asked where the one before could not answer, in this order. */
  fallbacks?: readonly Provider[];
  breakers: Breakers;
  budget: Pick<RunBudget, 'spend' | 'affords'>;
  /** What the customer may read: 'verified' only where their identity is proved. */
  audienceOf(writer: OwnSession): Promise<Audience>;
  ownData: OwnData;
  cache: AnswerCache;
  deadlineMs: number;
}

export interface Situation extends Asker {
  session?: OwnSession;
  /** Ends with what the customer wants to know. */
  turns: readonly Turn[];
  aiTurns: number;
  settings: ResponderSettings;
}

export interface ComposedAnswer {
  decision: Decision;
  question: string;
  /** What was found, best first, used or not. */
  found: Source[];
  /** Categories and tags of what was found and is worth reading. */
  labels: string[];
  language?: string;
  /** Who wrote it, and what it cost in the operator's currency. */
  by?: Pick<Provider, 'name' | 'model'>;
  tokens?: { input: number; output: number };
  cost?: number;
  /** It was said before, to the same question or to one that asks the same. */
  cached?: CacheTier;
}

/** Passages that a provider gets to read. */
const passagesRead = 6;
/** One of several questions is answered alone from this score on; below it they are looked for as one. */
const wellFound = 0.38;

interface Options {
  /** Fires when the answer is not wanted any more, and at the deadline. */
  signal: AbortSignal;
  onDelta(delta: string): void;
}

/** Throws what the provider throws; the caller hands over then. */
export async function composeAnswer(
  deps: ComposeDeps,
  situation: Situation,
  options: Options,
): Promise<ComposedAnswer> {
  const { turns, aiTurns, settings } = situation;
  const question = textOf(openQuestion(turns));
  const language =
    languageOf(question) ?? languageOf(textOf(turns.filter(({ sender }) => sender === 'customer')));
  const base = { question, found: [], labels: [], ...(language !== undefined && { language }) };
  const atOnce = decideAtOnce(turns, aiTurns, settings);
  if (atOnce && !wantsSources(atOnce)) return { ...base, decision: atOnce };
  const own = atOnce ? undefined : await deps.ownData({ ...situation, language });
  if (own) return { ...base, decision: own };
  const audience = await audienceOf(deps, situation);
  const look = atOnce
    ? undefined
    : await lookInCache(deps, situation, { question, language, audience, options });
  if (look?.hit) return { ...base, ...look.hit };
  const overspent = await deps.budget.spend(situation);
  if (overspent !== undefined) return { ...base, decision: atOnce ?? beyondBudget(overspent) };
  const composed = await composeAnew(deps, situation, { base, atOnce, audience, options });
  const kept = keptOf(composed, situation, deps.provider);
  if (kept) void look?.keep(kept);
  return composed;
}

interface Begun {
  base: Omit<ComposedAnswer, 'decision'>;
  /** Decided whatever is found. */
  atOnce: Decision | undefined;
  audience: Audience;
  options: Options;
}

async function composeAnew(
  deps: ComposeDeps,
  situation: Situation,
  { base, atOnce, audience, options }: Begun,
): Promise<ComposedAnswer> {
  const { organizationId, turns, settings } = situation;
  const { question, language } = base;
  const search = (query: string) =>
    deps.knowledge.search(organizationId, query.slice(0, 1_000), {
      limit: passagesRead,
      audience,
      signal: options.signal,
    });
  const { passages, parts, meant } = await findPassages(search, question, turns);
  const found = passages.map(toSource);
  const labels = passages
    .filter(({ score, certainty }) => Math.max(score, certainty) >= worthAGlance)
    .flatMap((one) => one.labels);
  if (atOnce) return { ...base, decision: atOnce, found, labels };
  const nearest = parts?.map((part) => part.passages[0]) ?? [passages[0]];
  const near = nearest.flatMap((one) => (one && one.score >= worthAGlance ? one.labels : []));
  const rule = alwaysForPerson(near.join('\n'), settings.handOverOn);
  if (rule !== undefined) return { ...base, decision: byRule(rule), found, labels };
  const earlier = turns.slice(0, turns.length - openQuestion(turns).length);
  // Who chose what is meant asked it before the question back, and was told nothing of it since.
  const isChoice = meant !== undefined;
  const history = isChoice ? earlier.slice(0, -1 - openQuestion(earlier.slice(0, -1)).length) : earlier;
  const request = {
    ...{ question: meant ?? question, history, passages },
    ...(parts && { parts }),
    ...(language !== undefined && { language }),
    ...(settings.tone !== undefined && { tone: settings.tone }),
  };
  const head = isComplaint(question) ? sympathy(language) : '';
  const providers = await affordable(deps, situation);
  if (providers.length === 0) return { ...base, decision: beyondBudget(spentAll), found, labels };
  const { breakers, deadlineMs } = deps;
  const { signal, onDelta } = options;
  const asking = { organizationId, providers, breakers, deadlineMs, request, signal };
  const { answer, by } = await askProviders({ ...asking, onDelta: withHead(head, onDelta) });
  const weighed = decideOnAnswer(answer, {
    floor: floorFor(settings, by.floors),
    passages,
    // Who complains is not asked back: a person is. Who asked two things meant both.
    mayAsk: head === '' && !parts && earlier.at(-1)?.options === undefined,
    language,
  });
  const decision = weighed.kind === 'answer' ? { ...weighed, text: `${head}${weighed.text}` } : weighed;
  return { ...base, decision, found, labels, by, ...costOf(answer, settings.prices ?? by.prices) };
}

/** Only what a customer is answered comes from the cache: who tries something out wants to see it work. */
async function lookInCache(
  { cache }: ComposeDeps,
  { organizationId, session, turns, settings }: Situation,
  {
    options: { signal },
    ...asked
  }: Pick<Begun, 'audience' | 'options'> & {
    question: string;
    language: string | undefined;
  },
): Promise<CacheLook | undefined> {
  if (!session || !isOfEverybody(turns)) return undefined;
  return cache.look({ organizationId, settings, ...asked }, signal);
}

/** Of what another one wrote, because the first did not answer, nothing is kept. */
function keptOf(
  { decision, found, labels, by }: ComposedAnswer,
  { turns }: Situation,
  provider: Provider,
): CachedAnswer | undefined {
  if (by !== provider || decision.kind !== 'answer' || !mayBeKept(turns)) return undefined;
  const { name, model } = by;
  return { decision, found, labels, by: { name, ...(model !== undefined && { model }) } };
}

const spentAll = 'The AI has spent what it may for this conversation, customer or day.';

/** Beyond the budget answers come of who costs nothing. */
async function affordable(deps: ComposeDeps, situation: Situation): Promise<readonly Provider[]> {
  const all = [deps.provider, ...(deps.fallbacks ?? [])];
  const isAfforded = all[0]!.model === undefined || (await deps.budget.affords(situation));
  return isAfforded ? all : all.filter(({ model }) => model === undefined);
}

const perPrice = 1_000_000;

function costOf(
  { tokens }: ProviderAnswer,
  prices: Provider['prices'],
): Pick<ComposedAnswer, 'tokens' | 'cost'> {
  if (!tokens) return {};
  const cost = prices && (tokens.input * prices.input + tokens.output * prices.output) / perPrice;
  return { tokens, ...(cost !== undefined && { cost }) };
}

/** In a preview nobody is known. */
async function audienceOf(deps: ComposeDeps, { session, turns }: Situation): Promise<Audience> {
  return session && isVouched(turns) ? deps.audienceOf(session) : 'public';
}

/** Where an agent takes over for want of patience, what the articles say is still worth a glance. */
function wantsSources(decision: Decision): boolean {
  return (
    decision.kind === 'handover' && (decision.trigger === 'sentiment' || decision.trigger === 'turn_cap')
  );
}

/** What is said before an answer comes before its first piece. */
function withHead(head: string, onDelta: (delta: string) => void): (delta: string) => void {
  let isSaid = head === '';
  return (delta) => {
    if (!isSaid) onDelta(head);
    isSaid = true;
    onDelta(delta);
  };
}

interface Findings {
  passages: Passage[];
  parts?: Array<{ question: string; passages: Passage[] }>;
  /** What is to be answered, where the customer only chose which of several articles is meant. */
  meant?: string;
}

type Search = (query: string) => Promise<Passage[]>;

/** Of several questions each has its own passages, where the knowledge answers all of them, and not with one article. */
async function findPassages(search: Search, question: string, turns: readonly Turn[]): Promise<Findings> {
  const chosen = await findChosen(search, question, turns);
  if (chosen) return chosen;
  const questions = questionsIn(question);
  if (questions.length > 1) {
    const found = await Promise.all(questions.map(search));
    const best = found.flatMap(([passage]) => (passage && passage.score >= wellFound ? passage : []));
    const isEachItsOwn = new Set(best.map(({ articleId }) => articleId)).size === questions.length;
    if (isEachItsOwn) {
      const most = Math.ceil(passagesRead / questions.length);
      const passages = [0, 1, 2, 3, 4, 5]
        .slice(0, most)
        .flatMap((at) => found.flatMap((each) => each[at] ?? []));
      const distinct = [...new Map(passages.map((passage) => [passage.chunkId, passage])).values()];
      const parts = questions.map((one, at) => ({ question: one, passages: found[at]! }));
      return { passages: distinct, parts };
    }
  }
  return findForOne(search, question, turns);
}

/** Whoever was asked which article is meant has chosen one: it answers what was asked before. */
async function findChosen(
  search: Search,
  question: string,
  turns: readonly Turn[],
): Promise<Findings | undefined> {
  const earlier = turns.slice(0, -openQuestion(turns).length);
  const chosen = chosenOption(earlier.at(-1)?.options ?? [], question);
  const meant = textOf(openQuestion(earlier.slice(0, -1)));
  if (!chosen || meant === '') return undefined;
  const found = await search(`${chosen.title}\n${meant}`);
  const passages = found.filter(({ articleId }) => articleId === chosen.articleId);
  return passages.length === 0
    ? undefined
    : { passages: passages.map((one) => ({ ...one, certainty: 1 })), meant };
}

/** A follow-up is looked for together with the question before, unless it finds more alone. */
async function findForOne(search: Search, question: string, turns: readonly Turn[]): Promise<Findings> {
  const before = turns
    .slice(0, -openQuestion(turns).length)
    .findLast(({ sender, text }) => sender === 'customer' && text !== '');
  const alone = await search(question);
  if (!before || !followsOn(question)) return { passages: alone };
  const together = await search(`${before.text}\n${question}`);
  return { passages: (together[0]?.score ?? 0) >= (alone[0]?.score ?? 0) ? together : alone };
}

/** What is left to say when no answer could be made. */
export function noAnswer(question: string, reason: string): ComposedAnswer {
  const decision = { kind: 'handover', trigger: 'failure', reason, confidence: 0 } as const;
  return { decision, question, found: [], labels: [] };
}
