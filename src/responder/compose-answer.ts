// From a conversation to a decision. The same code for customers and for `answers/preview`: it sends and stores nothing.
import type { KnownOfCustomer } from '../customers/memory/remembered-facts';
import { nothingKnown } from '../customers/memory/remembered-facts';
import type { ResponderSettings } from '../protocol/answers';
import type { Audience } from '../protocol/knowledge';
import { languageOf } from '../knowledge/language';
import type { Knowledge } from '../knowledge/knowledge';
import type { AnswerCache, CachedAnswer, CacheLook, CacheTier } from './answer-cache/answer-cache';
import { isOfEverybody, mayBeKept } from './answer-cache/is-of-everybody';
import { affordable, costOf, spentAll } from './answer-cost';
import { askProviders } from './ask-providers';
import type { Breakers } from './breaker';
import {
  beyondBudget,
  byRule,
  decideAtOnce,
  decideOnAnswer,
  floorFor,
  reasonOf,
  worthAGlance,
  type Decision,
} from './decide';
import { createPassageSearch, findPassages, type Findings } from './find-passages';
import { askedInVain } from './handover-packet';
import {
  toSource,
  type AnswerRequest,
  type Provider,
  type ProviderAnswer,
  type Toolbox,
} from './providers/provider';
import type { OwnData, OwnSession } from './own-data/own-data';
import type { MakeToolbox } from './own-data/toolbox';
import { nextQuestions } from './related-questions';
import { aboutProduct, recollect, type Recalled } from './memory-for-answer';
import type { Asker, RunBudget } from './run-budget';
import { sympathy } from './sympathy';
import { isComplaint } from './understanding/complaint';
import { alwaysForPerson } from './understanding/asks-for-person/rules';
import { isVouched, openQuestion, textOf, type Turn } from './transcript';
import type { Source } from '../protocol/model/handover';
import type { Words } from '../protocol/model/wording';

export interface ComposeDeps {
  knowledge: Pick<Knowledge, 'search'>;
  provider: Provider;
  /** Who is asked where the one before could not answer, in this order. */
  fallbacks?: readonly Provider[];
  breakers: Breakers;
  budget: Pick<RunBudget, 'spend' | 'affords' | 'keepsToWords'>;
  /** What the customer may read: 'verified' only where their identity is proved. */
  audienceOf(writer: OwnSession): Promise<Audience>;
  ownData: OwnData;
  cache: AnswerCache;
  /** What a model may look up for the customer. */
  toolbox: MakeToolbox;
  /** What is remembered of them. */
  recalled: Recalled;
}

/** What it takes to find and write, whoever is to read it. */
export type WriteDeps = Pick<ComposeDeps, 'knowledge' | 'provider' | 'fallbacks' | 'breakers'> & {
  budget: Pick<RunBudget, 'affords' | 'keepsToWords'>;
};

export interface Situation extends Asker {
  session?: OwnSession;
  /** What they may read, where somebody has begun to look. */
  audience?: Promise<Audience>;
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
  /** Made with what is known of this customer alone: nobody else is told it. */
  isOwn?: true;
  /** It was said before, to the same question or to one that asks the same. */
  cached?: CacheTier;
}

interface Options {
  /** Fires when the answer is not wanted any more, and at the deadline. */
  signal: AbortSignal;
  /** The deadline, by `performance.now()`. */
  endsAt: number;
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
  const written =
    languageOf(question) ?? languageOf(textOf(turns.filter(({ sender }) => sender === 'customer')));
  const atOnce = decideAtOnce(turns, aiTurns, settings);
  const asksModel = [deps.provider, ...(deps.fallbacks ?? [])].some(({ model }) => model !== undefined);
  const known = atOnce ? nothingKnown : await recollect(deps.recalled, { ...situation, written, asksModel });
  const language = written ?? known.language;
  const base = { question, found: [], labels: [], ...(language !== undefined && { language }) };
  if (atOnce && !wantsSources(atOnce)) return { ...base, ...askedInVain(atOnce, turns), decision: atOnce };
  const asked = { ...situation, language, known: known.facts };
  const [own, audience] = await Promise.all([
    atOnce ? undefined : deps.ownData(asked),
    audienceOf(deps, situation),
  ]);
  if (own) return { ...base, decision: own };
  const toolbox = atOnce || !asksModel ? undefined : await deps.toolbox(asked);
  // Who is remembered, or has something of their own to look up, is told what fits them, and not what others were.
  const isOwn = known.facts.length > 0 || language !== written;
  const look =
    atOnce || toolbox || isOwn
      ? undefined
      : await lookInCache(deps, situation, { question, language, audience, options });
  if (look?.hit) return { ...base, ...look.hit };
  const overspent = await deps.budget.spend(situation);
  if (overspent !== undefined) return { ...base, decision: atOnce ?? beyondBudget(overspent) };
  const composed = await composeAnew(deps, situation, { base, atOnce, audience, toolbox, known, options });
  const kept = keptOf(composed, situation, deps.provider);
  if (kept) void look?.keep(kept);
  return composed;
}

interface Begun {
  base: Omit<ComposedAnswer, 'decision'>;
  /** Decided whatever is found. */
  atOnce: Decision | undefined;
  audience: Audience;
  toolbox: Toolbox | undefined;
  known: KnownOfCustomer;
  options: Options;
}

async function composeAnew(
  deps: ComposeDeps,
  situation: Situation,
  { base, atOnce, audience, toolbox, known: { facts }, options }: Begun,
): Promise<ComposedAnswer> {
  const { turns, settings } = situation;
  const { question, language } = base;
  const search = createPassageSearch(deps, situation, { audience, signal: options.signal });
  const alone = await findPassages(search, question, turns);
  const passages = await aboutProduct(search, turns, { alone: alone.passages, facts });
  const findings = { ...alone, passages };
  const { parts } = findings;
  const found = passages.map(toSource);
  const labels = passages
    .filter(({ score, certainty }) => Math.max(score, certainty) >= worthAGlance)
    .flatMap((one) => one.labels);
  if (atOnce) return { ...base, decision: atOnce, found, labels };
  const nearest = parts?.map((part) => part.passages[0]) ?? [passages[0]];
  const near = nearest.flatMap((one) => (one && one.score >= worthAGlance ? one.labels : []));
  const rule = alwaysForPerson(near.join('\n'), settings.handOverOn);
  if (rule !== undefined) return { ...base, decision: byRule(rule), found, labels };
  const head = isComplaint(question) ? sympathy(language) : '';
  const toWrite = { ...situation, question, language, findings, head, facts, ...(toolbox && { toolbox }) };
  const written = await writeAnswer(deps, toWrite, options);
  if (!written) return { ...base, decision: beyondBudget(spentAll), found, labels };
  const { answer, by } = written;
  const weighed = decideOnAnswer(answer, {
    floor: floorFor(settings, by.floors),
    passages,
    // Who complains is not asked back: a person is. Who asked two things meant both.
    mayAsk: head === '' && !parts && turnsBefore(turns).at(-1)?.options === undefined,
    language,
  });
  const decision =
    weighed.kind === 'answer'
      ? { ...weighed, text: `${head}${weighed.text}`, ...nextQuestions(weighed, passages, toWrite) }
      : weighed;
  const isOwn = (answer.isOwn || facts.length > 0) && { isOwn: true as const };
  const cost = costOf(answer, settings.prices ?? by.prices);
  return { ...base, decision, found, labels, by, ...isOwn, ...cost };
}

export interface ToWrite extends Asker, Pick<Situation, 'turns' | 'settings'> {
  question: string;
  /** ISO 639-1, when it can be told. */
  language: string | undefined;
  findings: Findings;
  /** Is heard before the first piece of the answer. */
  head: string;
  /** Remembered of the customer: for them alone. */
  facts?: AnswerRequest['remembered'];
  toolbox?: Toolbox;
}

/** Asks those who write answers. Undefined where nobody is left whom the budget affords. */
export async function writeAnswer(
  deps: WriteDeps,
  toWrite: ToWrite,
  { signal, endsAt, onDelta }: Options,
): Promise<{ answer: ProviderAnswer; by: Provider } | undefined> {
  const {
    organizationId,
    turns,
    settings,
    question,
    language,
    findings,
    head,
    facts = [],
    toolbox,
  } = toWrite;
  const { passages, parts, meant } = findings;
  const earlier = turnsBefore(turns);
  // Who chose what is meant asked it before the question back, and was told nothing of it since.
  const isChoice = meant !== undefined;
  const history = isChoice ? earlier.slice(0, -1 - openQuestion(earlier.slice(0, -1)).length) : earlier;
  const request = {
    ...{ question: meant ?? question, history, passages },
    ...(parts && { parts }),
    ...(toolbox && { toolbox }),
    ...(facts.length > 0 && { remembered: facts }),
    ...(language !== undefined && { language }),
    ...(settings.tone !== undefined && { tone: settings.tone }),
  };
  const providers = await affordable(deps, toWrite);
  if (providers.length === 0) return undefined;
  const asking = { organizationId, providers, breakers: deps.breakers, endsAt, request, signal };
  return askProviders({ ...asking, onDelta: withHead(head, onDelta) });
}

/** Only what a customer is answered comes from the cache: who tries something out wants to see it work. */
async function lookInCache(
  { cache, budget }: ComposeDeps,
  { organizationId, session, turns, settings }: Situation,
  {
    options: { signal },
    ...asked
  }: Pick<Begun, 'audience' | 'options'> & {
    question: string;
    language: string | undefined;
  },
): Promise<CacheLook | undefined> {
  // It is compared by meaning, too.
  if (!session || !isOfEverybody(turns) || (await budget.keepsToWords({ organizationId, session })))
    return undefined;
  return cache.look({ organizationId, settings, ...asked }, signal);
}

/** Of what another one wrote, because the first did not answer, nothing is kept; nor of what is one customer's own. */
function keptOf(
  { decision, found, labels, by, isOwn }: ComposedAnswer,
  { turns }: Situation,
  provider: Provider,
): CachedAnswer | undefined {
  if (isOwn || by !== provider || decision.kind !== 'answer' || !mayBeKept(turns)) return undefined;
  const { name, model } = by;
  return { decision, found, labels, by: { name, ...(model !== undefined && { model }) } };
}

/** What was said before the open question. */
function turnsBefore(turns: readonly Turn[]): readonly Turn[] {
  return turns.slice(0, turns.length - openQuestion(turns).length);
}

/** In a preview nobody is known. */
async function audienceOf(deps: ComposeDeps, { session, turns, audience }: Situation): Promise<Audience> {
  return session && isVouched(turns) ? (audience ?? deps.audienceOf(session)) : 'public';
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

/** What is left to say when no answer could be made. */
export function noAnswer(question: string, reason: Words): ComposedAnswer {
  const decision = { kind: 'handover', trigger: 'failure', ...reasonOf(reason), confidence: 0 } as const;
  return { decision, question, found: [], labels: [] };
}
