import { detectAll } from 'tinyld';

/** Languages that are told apart; short questions in English look like Afrikaans, Tagalog or Turkmen to a detector of 62. */
export const tellable = [
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
/** What English has and others have not: two of them settle it where the detector hesitates, one where it leans to English. */
const english =
  /\b(the|is|are|my|can|you|do|does|how|what|when|where|why|have|has|with|for|about|your|this|that|please|order|would|could|should|need|help|hello|want|wanted|got|been|never|nobody|anybody|anyone|nothing|something|still|again|arrived|broken|wrong|charged|received|worst|refund|shipping|delivery|status|password|money|late)\b/gi;

/** ISO 639-1; undefined when the text is too short to tell. */
export function languageOf(text: string): string | undefined {
  const isPlain = /^[\p{ASCII}’]*$/u.test(text);
  // A number or a code is of no language.
  if (isPlain && !/[a-z]{2}/i.test(text)) return undefined;
  const [best] = detectAll(text.slice(0, longest), { only: tellable });
  if (!best || best.accuracy < sure) {
    const found = text.slice(0, longest).match(english)?.length ?? 0;
    if (found >= 2 || (found === 1 && isPlain && (!best || best.lang === 'en'))) return 'en';
  }
  if (!best) return undefined;
  return best.accuracy >= sure || !isPlain ? best.lang : undefined;
}
