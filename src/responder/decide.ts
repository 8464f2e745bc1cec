// Answer or hand over: pure, so that every reason can be read and tested here.
import type { AiSettings, Caution, ResponderSettings } from '../protocol/answers';
import type { HandoverPacket, Source } from '../protocol/model/handover';
import { textOfWords, wordingOf, type Wording, type Words } from '../protocol/model/wording';
import { say } from '../protocol/server-texts/said';
import type { Passage } from '../knowledge/passage';
import { clarifyingQuestion, type Option } from './clarifying-question';
import { asksForPerson } from './understanding/asks-for-person/asks-for-person';
import { alwaysForPerson } from './understanding/asks-for-person/rules';
import { isAngry } from './understanding/sentiment';
import { failedAnswers } from './failed-answers';
import { toSource, type ProviderAnswer } from './providers/provider';
import { smallTalk } from './understanding/small-talk';
import { openQuestion, textOf, type Turn } from './transcript';

export interface Answer {
  kind: 'answer';
  text: string;
  /** What the text goes on to say, for who wants more. */
  more?: string;
  sources: Source[];
  /** What can be asked next. */
  followUps?: string[];
  /** 0 to 1. */
  confidence: number;
}

export interface Handover {
  kind: 'handover';
  trigger: HandoverPacket['trigger'];
  /** One sentence for the agent. */
  reason: string;
  /** The reason as a code, where it is a sentence of ours. */
  wording?: Wording;
  confidence: number;
}

/** One short question back: which of these articles is meant. */
export interface Clarify {
  kind: 'clarify';
  text: string;
  options: Option[];
  /** What was found of each. */
  sources: Source[];
  confidence: number;
}

export type Decision = Answer | Clarify | Handover;

/** A passage below it is not worth an agent's glance. */
export const worthAGlance = 0.2;

/** So many answers that did not help are enough. */
const mostFailed = 2;

/** What can be decided without searching: undefined when it takes an answer from the knowledge. */
export function decideAtOnce(
  turns: readonly Turn[],
  aiTurns: number,
  settings: Pick<AiSettings, 'enabled' | 'turnCap'> & { handOverOn?: readonly string[] },
): Decision | undefined {
  const question = openQuestion(turns);
  if (question.some(({ text }) => asksForPerson(text))) {
    return handover('requested', say('asked'), 1);
  }
  if (!settings.enabled) return handover('rule', say('ai_off'));
  const rule = alwaysForPerson(textOf(question), settings.handOverOn);
  if (rule !== undefined) return byRule(rule);
  if (question.some(({ text }) => isAngry(text))) {
    return handover('sentiment', say('upset'));
  }
  if (aiTurns >= settings.turnCap) {
    return handover('turn_cap', say('answered_often', { n: aiTurns }));
  }
  if (failedAnswers(turns) >= mostFailed) {
    return handover('low_confidence', say('two_did_not_help'));
  }
  const talk = smallTalk(turns);
  if (talk === 'wants a person') return handover('requested', say('asked_after_no_help'), 1);
  if (talk) return { kind: 'answer', text: talk.reply, sources: [], confidence: 1 };
  if (textOf(question) === '') {
    return handover('low_confidence', say('without_words'));
  }
  return undefined;
}

/** What the organization gives to a person always, whatever an article says. @param rule a word or a category of articles */
export function byRule(rule: string): Handover {
  return handover('rule', say('always_for_person', { said: rule }), 1);
}

/** @param reason one sentence for the agent */
export function beyondBudget(reason: Words): Decision {
  return handover('turn_cap', reason);
}

/** From these on there is a question back: score and certainty of the best passage, score of each article that it names. */
const worthAsking = { best: 0.6, others: 0.4, certainty: 0.2 };
const mostOptions = 3;

function toOptions(passages: readonly Passage[]): Passage[] {
  const [best] = passages;
  if (!best || best.score < worthAsking.best || best.certainty < worthAsking.certainty) return [];
  const articles = new Map(passages.toReversed().map((passage) => [passage.articleId, passage]));
  return passages
    .filter((passage) => articles.get(passage.articleId) === passage && passage.score >= worthAsking.others)
    .slice(0, mostOptions);
}

/** How sure an answer must be: at balanced, of a hundred questions that an article answers at most five are answered wrongly. */
export function floorFor(
  { caution = 'balanced', confidenceFloor }: Pick<ResponderSettings, 'caution' | 'confidenceFloor'>,
  floors: Record<Caution, number>,
): number {
  return confidenceFloor ?? floors[caution];
}

export interface Weighing {
  /** Below it the evidence is too weak to speak. */
  floor: number;
  /** What was found, best first. */
  passages: readonly Passage[];
  /** Whether the customer may be asked what they mean: not twice in a row. */
  mayAsk: boolean;
  /** ISO 639-1, of the question back. */
  language?: string | undefined;
}

export function decideOnAnswer(
  answer: ProviderAnswer,
  { floor, passages, mayAsk, language }: Weighing,
): Decision {
  const confidence = Math.min(1, Math.max(0, answer.confidence));
  if (answer.declined !== undefined) return handover('low_confidence', answer.declined, confidence);
  if (answer.sources.length === 0 && !(answer.isOwn && answer.text !== '')) {
    return handover('low_confidence', say('nothing_known'), confidence);
  }
  if (confidence < floor) {
    const options = mayAsk ? toOptions(passages) : [];
    if (options.length > 1) {
      const { content, metadata } = clarifyingQuestion(options, language);
      const asked = { text: content.text, options: metadata.options ?? [] };
      return { kind: 'clarify', ...asked, sources: options.map(toSource), confidence };
    }
    const [best] = answer.sources;
    const reason =
      best && best.score >= worthAGlance
        ? say('nearest_article', { said: best.title })
        : say('nothing_known');
    return handover('low_confidence', reason, confidence);
  }
  const { text, more, sources } = answer;
  return { kind: 'answer', text, ...(more !== undefined && { more }), sources, confidence };
}

function handover(trigger: Handover['trigger'], reason: Words, confidence = 0): Handover {
  return { kind: 'handover', trigger, ...reasonOf(reason), confidence };
}

export const reasonOf = (reason: Words): Pick<Handover, 'reason' | 'wording'> => ({
  reason: textOfWords(reason),
  ...wordingOf(reason),
});
