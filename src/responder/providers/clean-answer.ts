// What a model wrote, made fit to show: no image, no HTML, no link that the articles do not have.
import type { Passage } from '../../knowledge/organization-index';
import { plainText } from '../plain-text';

/** Longest answer, in UTF-16 units. */
const longest = 4_000;
/** Pieces of a draft are at least so long; the first is long enough to show that the model declines. */
const pieceLength = 14;
const citation = /\s*[[【](\d{1,2}(?:\s*[,;]\s*\d{1,2})*)(?:†[^\]】]*)?[\]】]/g;
const anyUrl = /\b(?:https?:\/\/|www\.)[^\s<>()[\]"']+/gi;

/** @returns the text without marks, and the passages that it cites, in the order in which it does */
export function cleanAnswer(text: string, passages: readonly Passage[]): { text: string; cited: Passage[] } {
  const numbers = [...text.matchAll(citation)].flatMap(([, list]) => list!.split(/[,;]/).map(Number));
  const cited = [...new Set(numbers)].flatMap((number) => passages[number - 1] ?? []);
  return { text: shown(text, passages), cited };
}

function shown(text: string, passages: readonly Passage[]): string {
  const known = new Set(
    passages.flatMap(({ text: own, url }) => [...(own.match(anyUrl) ?? []).map(trimmed), url]),
  );
  return plainText(text.replace(citation, ''))
    .replace(/\b(?:javascript|data|vbscript):\S*/gi, '')
    .replace(anyUrl, (url) => (known.has(trimmed(url)) ? url : ''))
    .replace(/[ \t]{2,}/g, ' ')
    .replace(/[ \t]+([.,;:!?])/g, '$1')
    .slice(0, longest)
    .trim();
}

function trimmed(url: string): string {
  return url.replace(/[.,;:!?]+$/, '');
}

/**
 * Hands on what is written, piece by piece and already clean: whole words only, and nothing before it is clear that the
 * model does not decline.
 */
export function createDraft(
  passages: readonly Passage[],
  onDelta: (delta: string) => void,
): (text: string) => void {
  let sent = '';
  let looked = 0;
  return (text) => {
    if (text.length < looked + pieceLength || /HANDOVER/i.test(text)) return;
    looked = text.length;
    const open = text.search(/[[【<!][^\]】>]*$/);
    const whole = text.slice(0, open < 0 ? text.length : open).replace(/\S*$/, '');
    const clean = shown(whole, passages);
    if (!clean.startsWith(sent) || clean.length === sent.length) return;
    onDelta(clean.slice(sent.length));
    sent = clean;
  };
}
