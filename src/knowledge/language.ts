import { detectAll } from 'tinyld';

/** Languages that are told apart; short questions in English look like Afrikaans, Tagalog or Turkmen to a detector of 62. */
const candidates = [
  'en',
  'de',
  'es',
  'fr',
  'it',
  'pt',
  'nl',
  'pl',
  'ru',
  'uk',
  'tr',
  'ar',
  'fa',
  'he',
  'hi',
  'zh',
  'ja',
  'ko',
  'th',
  'vi',
];
/** Below it the detector guesses. */
const sure = 0.2;
/** More words than these make nobody surer, and each costs time that every customer waits for. */
const longest = 500;
/** What English sentences have and others have not: two of them settle it where the detector hesitates. */
const english =
  /\b(the|is|are|my|can|you|do|does|how|what|when|where|why|have|has|with|for|about|your|this|that|please|order)\b/gi;

/** ISO 639-1; undefined when the text is too short to tell. */
export function languageOf(text: string): string | undefined {
  const [best] = detectAll(text.slice(0, longest), { only: candidates });
  if (best && best.accuracy < sure && (text.match(english)?.length ?? 0) >= 2) return 'en';
  if (!best) return undefined;
  return best.accuracy >= sure || !/^[\p{ASCII}’]*$/u.test(text) ? best.lang : undefined;
}
