// How a customer feels, by rules: it colours the packet, and hands over only when nobody could doubt it.
import type { sentiments } from '../../protocol/model/handover';
import { western } from './sentiment-words';
import * as more from './sentiment-words-more';
import { classifier, clausesOf, type Vocabulary } from './word-classes';

export type Sentiment = (typeof sentiments)[number];

interface Language {
  script: RegExp;
  kindsOf: ReturnType<typeof classifier>;
}

const languages: readonly Language[] = [
  ...western.map((words) => language(words, /[a-z]/)),
  language(more.russian, /\p{sc=Cyrillic}/u),
  language(
    more.hindi,
    /\p{sc=Devanagari}|\b(?:hai|ho|hain|nahi|mein|aap|tum|log|karo|bahut|raha|rahi|gaya|ye|ghatiya|bakwas)\b/u,
  ),
  language(more.arabic, /\p{sc=Arabic}/u),
  language(more.chinese, /\p{sc=Han}/u),
  language(more.japanese, /[\p{sc=Hiragana}\p{sc=Katakana}]/u),
];

function language(words: Vocabulary, script: RegExp): Language {
  return { script, kindsOf: classifier(words) };
}

/** "You are useless", "this is a scam", "thieves": of us, not of a mail that somebody asks about. */
const accused = /Y[^NwLG]{0,2}(?:I|J)|J[^NwLG]?Y|I[^NwLG]?Y|^[^NwYG]?I.?$/;

interface Feelings {
  /** Said to us, and meant so. */
  attacks: number;
  /** Words of outrage, each once. */
  outrage: number;
  bad: number;
  good: number;
}

/** What is felt in a text, in the language in which most of it is. */
function feelings(text: string): Feelings {
  const clauses = clausesOf(withoutAddresses(text));
  const all = clauses.map(({ words }) => words).join(' ');
  const each = languages
    .filter(({ script }) => script.test(all))
    .map(({ kindsOf }) => sum(clauses.map((clause) => feltIn(kindsOf(clause), clause.isQuestion))));
  const most = (name: keyof Feelings) => Math.max(0, ...each.map((one) => one[name]));
  return { attacks: most('attacks'), outrage: most('outrage'), bad: most('bad'), good: most('good') };
}

function feltIn(kinds: string, isQuestion: boolean): Feelings {
  const isSupposed = kinds.includes('w');
  const stated = isSupposed ? '' : kinds;
  const plainly = stated.replace(/N.?[OIFWGJ]/g, '');
  return {
    attacks:
      (/L/.test(stated.replace(/N[^L]{0,5}L/g, '')) ? 1 : 0) + (accused.test(stated) && !isQuestion ? 1 : 0),
    outrage: count(plainly, /[OX]/g),
    bad: 2 * count(plainly, /[OXFIL]/g) + count(plainly, /W/g),
    good: count(plainly, /G/g),
  };
}

const count = (kinds: string, kind: RegExp): number => kinds.match(kind)?.length ?? 0;

function sum(all: readonly Feelings[]): Feelings {
  const total = { attacks: 0, outrage: 0, bad: 0, good: 0 };
  for (const one of all)
    for (const name of ['attacks', 'outrage', 'bad', 'good'] as const) total[name] += one[name];
  return total;
}

function withoutAddresses(text: string): string {
  return text
    .split(/(?<=\s)/)
    .filter((word) => !word.includes('//') && !word.includes('@'))
    .join('');
}

export function sentimentOf(texts: readonly string[]): Sentiment {
  const all = texts.map(feelings);
  const { attacks, bad, good } = sum(all);
  if (attacks > 0 || bad >= 2) return 'negative';
  return good >= 2 ? 'positive' : 'neutral';
}

/** Somebody attacks us, says two words of outrage, or shouts one. */
export function isAngry(text: string): boolean {
  const { attacks, outrage } = feelings(text);
  const letters = text.replace(/[^\p{Lu}\p{Ll}]/gu, '');
  const shouted = letters.length >= 12 && letters === letters.toUpperCase();
  return attacks > 0 || outrage >= 2 || (outrage === 1 && (shouted || /[!！]{2,}/.test(text)));
}
