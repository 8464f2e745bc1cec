// A weak signal, for English only: it colours the packet, and hands over only when nobody could doubt it.
import Sentiment from 'sentiment';
import type { sentiments } from '../../protocol/model/handover';

export type Mood = (typeof sentiments)[number];

/** Words that tell what happened to a parcel, not how the customer feels about it. */
const situations = new Set(
  `lost damaged dead died dies kill killed killing fire fraud fake cancel cancelled broken missing missed wrong stolen steal
   stole torn cut hurt injury emergency error errors stop stopped block blocked refuse refused reject rejected problem problems
   damage damages crash crashed virus fail failed fails losing lose warning alarm`
    .split(/\s+/)
    .filter(Boolean),
);
/** Anger that the word list does not know. */
const outrage =
  /\b(unacceptable|outrageous|furious|disgrace(?:ful)?|rip ?off|incompetent|useless|fed up|sick of (?:this|you|it)|waste of (?:time|money)|never again|my lawyer|sue you|take legal action|how dare you)\b/gi;

const analyzer = new Sentiment();

/** @returns the distinct words of a text that say how the customer feels, with their weight, -5 to 5 */
function feelings(text: string): number[] {
  const { calculation } = analyzer.analyze(withoutAddresses(text));
  const weights = new Map(calculation.flatMap((entry) => Object.entries(entry)));
  return [...weights].flatMap(([word, weight]) => (situations.has(word) ? [] : weight));
}

function withoutAddresses(text: string): string {
  return text
    .split(/\s+/)
    .filter((word) => !word.includes('//') && !word.includes('@'))
    .join(' ');
}

export function sentimentOf(texts: readonly string[]): Mood {
  const sum = texts.flatMap(feelings).reduce((total, weight) => total + weight, 0);
  if (sum <= -4 || texts.some((text) => isAngry(text) || text.search(outrage) >= 0)) return 'negative';
  return sum >= 4 ? 'positive' : 'neutral';
}

/** Two words of strong feeling, or one that is shouted. */
export function isAngry(text: string): boolean {
  const strong = feelings(text).filter((weight) => weight <= -3).length + (text.match(outrage)?.length ?? 0);
  const letters = text.replace(/[^A-Za-z]/g, '');
  const shouted = letters.length >= 12 && letters === letters.toUpperCase();
  return strong >= 2 || (strong === 1 && (shouted || /!{2,}/.test(text)));
}
