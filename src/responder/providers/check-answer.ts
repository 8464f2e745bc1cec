// Every sentence that a model wrote against the passages that it cites: what cites nothing, cites what was not given, or brings a
// number or an address of its own goes.
import { wholes } from '../../knowledge/excerpt';
import { languageOf } from '../../knowledge/language';
import type { Passage } from '../../knowledge/passage';
import { countWords, terms } from '../../knowledge/tokenize';
import { plainText } from '../plain-text';
import { addressesIn, figuresIn } from './figures';
import { rules } from './prompt';

export const citation = /[[【](\d{1,2}(?:[ \t]?[,;][ \t]?\d{1,2})*)(?:†[^[\]【】]{0,100})?[\]】]/g;

export interface Checked {
  /** The sentences that hold, as they were written. */
  text: string;
  /** What they cite, in the order in which they do. */
  cited: Passage[];
  /** The first claim that was made does not hold, or more was wrong than right. */
  isDoubtful: boolean;
}

interface Sentence {
  text: string;
  numbers: number[];
  /** Part of a numbered list: which one. */
  list?: number;
  verdict: 'holds' | 'says nothing' | 'wrong';
}

/** @param isFinished false: more is being written, so that only what cannot change any more is looked at */
export type CheckAnswer = (text: string, isFinished: boolean) => Checked;

export function createCheck(passages: readonly Passage[]): CheckAnswer {
  const judge = createJudge(passages);
  return (text, isFinished) => {
    const all = sentencesOf(text);
    const sentences = (isFinished ? all : settled(all)).map((one) => ({ ...one, verdict: judge(one, text) }));
    const broken = sentences.filter((one) => isBroken(one, sentences));
    for (const sentence of broken) sentence.verdict = 'wrong';
    const kept = sentences.filter((one, at) => one.verdict === 'holds' || leadsTo(one, sentences[at + 1]));
    const claims = sentences.filter(({ verdict }) => verdict !== 'says nothing');
    const size = (verdict: Sentence['verdict']) =>
      claims.filter((one) => one.verdict === verdict).reduce((sum, one) => sum + countWords(one.text), 0);
    const numbers = [...new Set(kept.flatMap((one) => one.numbers))];
    return {
      text: kept.map((one) => one.text).join(''),
      cited: numbers.flatMap((at) => passages[at - 1] ?? []),
      isDoubtful: claims[0]?.verdict === 'wrong' || size('wrong') > size('holds'),
    };
  };
}

const startsItem = /^\s*\(?\d{1,3}[.)]\s/u;
const leadingMarks = /^\s*(?:[[【]\d[^\]】\n]{0,110}[\]】]\s*)+/u;

/** A mark after the full stop belongs to the sentence before it. */
function sentencesOf(text: string): Sentence[] {
  const found: Sentence[] = [];
  let list = 0;
  for (const line of text.split(/(?<=\n)/)) {
    if (line.trim() === '') {
      if (found.length > 0) found.at(-1)!.text += line;
      continue;
    }
    let isFirst = true;
    const isItem = startsItem.test(line);
    if (!isItem) list += 1;
    for (const piece of wholes(line)) {
      const marks = leadingMarks.exec(piece)?.[0] ?? '';
      const last = found.at(-1);
      const isOfLast = !isFirst && last !== undefined && marks !== '' && last.numbers.length === 0;
      if (isOfLast) {
        last.text += marks;
        last.numbers.push(...numbersIn(marks));
      }
      const own = isOfLast ? piece.slice(marks.length) : piece;
      isFirst = false;
      if (own.trim() === '' && last) last.text += own;
      else found.push({ text: own, numbers: numbersIn(own), verdict: 'holds', ...(isItem && { list }) });
    }
  }
  return found;
}

function numbersIn(text: string): number[] {
  return [...text.matchAll(citation)].flatMap(([, list]) => list!.split(/[,;]/).map(Number));
}

/** The last sentence is not over; the one before may get its mark yet, a list its items, a colon what it leads to. */
function settled(all: readonly Sentence[]): Sentence[] {
  const last = all.at(-1);
  const found = all.slice(0, -1);
  if (last && !/\p{L}/u.test(last.text.replace(citation, ''))) found.pop();
  while (found.length > 0 && (found.at(-1)!.list !== undefined || leads.test(words(found.at(-1)!.text)))) {
    if (found.at(-1)!.list !== undefined && last?.list !== found.at(-1)!.list) break;
    found.pop();
  }
  return found;
}

const leads = /[:：]$/u;
const words = (text: string) => text.replace(citation, '').trim();

/** "You do it like this:" says no more than what follows. */
function leadsTo({ text, verdict }: Sentence, next: Sentence | undefined): boolean {
  return (
    verdict === 'says nothing' && leads.test(words(text)) && next?.verdict === 'holds' && !/\d/.test(text)
  );
}

/** Steps of which one is missing lead astray. */
function isBroken({ list }: Sentence, all: readonly Sentence[]): boolean {
  return list !== undefined && all.some((one) => one.list === list && one.verdict !== 'holds');
}

/** A sentence that shares less with each passage that it cites says something else, where they are in one language. */
const leastShared = 0.34;
const fewTerms = 3;
/** Who cites more for one sentence proves nothing by it. */
const mostCited = 3;
/** A sentence of which so much is in the rules that the model was given, and less in any passage, repeats the rules. */
const echo = 0.6;
const ruleTerms = terms(rules);

/** How much of a sentence is in a text: 0 to 1. */
function shareIn(about: readonly string[], known: ReadonlySet<string>): number {
  return about.filter((term) => known.has(term)).length / Math.max(1, about.length);
}

type Judge = (sentence: Sentence, whole: string) => Sentence['verdict'];

function createJudge(passages: readonly Passage[]): Judge {
  const known = passages.map(({ title, heading, text, url = '' }) => {
    const said = `${title}\n${heading}\n${plainText(text)}`;
    return {
      said,
      figures: figuresIn(said),
      addresses: [text, said, url].flatMap(addressesIn),
      terms: terms(said),
    };
  });
  const languages = new Map<string, string | undefined>();
  const languageOfPassage = (said: string) => {
    if (!languages.has(said)) languages.set(said, languageOf(said));
    return languages.get(said);
  };
  function judge({ text, numbers }: Sentence, whole: string): Sentence['verdict'] {
    if (numbers.length === 0) return 'says nothing';
    const cited = numbers.flatMap((at) => known[at - 1] ?? []);
    if (cited.length < numbers.length || new Set(numbers).size > mostCited) return 'wrong';
    const own = plainText(words(text).replace(startsItem, ''));
    const isKnown = (figure: string) => cited.some(({ figures }) => figures.has(figure));
    if (![...figuresIn(own)].every(isKnown)) return 'wrong';
    const isGiven = (href: string) => cited.some(({ addresses }) => addresses.includes(href));
    if (![words(text), own].flatMap(addressesIn).every(isGiven)) return 'wrong';
    const about = [...terms(own)];
    const shared = Math.max(...cited.map((one) => shareIn(about, one.terms)));
    if (shareIn(about, ruleTerms) >= Math.max(echo, shared + 0.01) && about.length > 1) return 'wrong';
    if (about.length < fewTerms || shared >= leastShared) return 'holds';
    const language = languageOf(words(whole));
    const isSameLanguage = cited.every(({ said }) => languageOfPassage(said) === language);
    return language !== undefined && isSameLanguage ? 'wrong' : 'holds';
  }
  /** While an answer is written its sentences are met again and again. */
  const judged = new Map<string, Sentence['verdict']>();
  return (sentence, whole) => {
    const known = judged.get(sentence.text);
    const verdict = known ?? judge(sentence, whole);
    judged.set(sentence.text, verdict);
    return verdict;
  };
}
