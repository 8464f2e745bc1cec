// How many questions are in what was asked: two things are answered under two titles, one never is.
import { terms } from '../knowledge/tokenize';

/** More than so many are answered as one. */
const mostQuestions = 3;
const ends = /(?<=[?？؟])\s*|\n+/u;
const marked = /[?？؟]$/u;
/** Words that begin a question, in the languages most written. */
const opening =
  'how|what|when|where|which|who|why|do|does|can|could|may|is|are|will|would|wie|was|wann|wo|welche[rs]?|wer|warum|kann|darf|gibt|ist|sind|cómo|como|qué|cuándo|dónde|cuánto|cuál|puedo|hay|comment|quand|où|combien|quel(?:le)?s?|est-ce|puis-je|quando|onde|quanto|posso|dove|come|cosa|hoe|wat|wanneer|waar|kan|jak|gdzie|kiedy|ile|czy|как|где|когда|сколько|можно';
const opens = new RegExp(String.raw`^\P{L}{0,3}(?:${opening})(?!\p{L})`, 'iu');
/** "… and how long does it take": a question begins after the word that joins. */
const joint = new RegExp(
  String.raw`[,;]?\s(?:and|und|y|et|e|en|i|и)\s(?:also\s|auch\s)?(?=(?:${opening})(?!\p{L}))`,
  'iu',
);

/** The questions in a text, each in its own words; a text that asks one thing, or none, comes back whole. */
export function questionsIn(text: string): string[] {
  const found = text
    .split(ends)
    .map((piece) => piece.trim())
    .filter((piece) => marked.test(piece) || opens.test(piece))
    .flatMap((piece) => piece.split(joint))
    .map((piece) => piece.trim())
    .filter((piece) => terms(piece).size > 0);
  return found.length >= 2 && found.length <= mostQuestions ? found : [text];
}
