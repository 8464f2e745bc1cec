// What a model wrote, made fit to show: no image, no HTML, no link that the articles do not have.
import type { Passage } from '../../knowledge/organization-index';
import { safeHref } from '../../protocol/links';
import { formattedLinks } from '../../protocol/rich-text';
import { plainText } from '../plain-text';

/** Longest answer, in UTF-16 units. */
const longest = 4_000;
/** What is looked at of what was written: marks and links take room that the answer does not. */
const longestRaw = 12_000;
/** Pieces of a draft are at least so long; the first is long enough to show that the model declines. */
const pieceLength = 14;
/** Pieces grow with the draft, so that all of them together cost no more than a few dozen readings of it. */
const pieceShare = 1 / 64;
const citation = /[[【](\d{1,2}(?:[ \t]?[,;][ \t]?\d{1,2})*)(?:†[^[\]【】]{0,100})?[\]】]/g;
const programs = /\b(?:javascript|vbscript|data):\S+/gi;

/** @returns the text without marks, and the passages that it cites, in the order in which it does */
export function cleanAnswer(text: string, passages: readonly Passage[]): { text: string; cited: Passage[] } {
  const numbers = [...text.matchAll(citation)].flatMap(([, list]) => list!.split(/[,;]/).map(Number));
  const cited = [...new Set(numbers)].flatMap((number) => passages[number - 1] ?? []);
  return { text: shown(text, linksIn(passages)), cited };
}

function linksIn(passages: readonly Passage[]): ReadonlySet<string> {
  return new Set(
    passages.flatMap(({ text, url }) => [
      ...formattedLinks(text).map(({ href }) => href),
      ...formattedLinks(plainText(text)).map(({ href }) => href),
      ...[safeHref(url) ?? []].flat(),
    ]),
  );
}

function shown(text: string, known: ReadonlySet<string>): string {
  const words = plainText(withoutCitations(text.slice(0, longestRaw)))
    .replace(programs, '')
    .slice(0, longest);
  return withoutOtherLinks(tidied(words), known);
}

/** A mark goes with the space before it. */
function withoutCitations(text: string): string {
  let from = 0;
  let kept = '';
  for (const { 0: mark, index } of text.matchAll(citation)) {
    kept += text.slice(from, index).trimEnd();
    from = index + mark.length;
  }
  return kept + text.slice(from);
}

function tidied(text: string): string {
  return text
    .replace(/[ \t]+/g, ' ')
    .replace(/ ([.,;:!?])/g, '$1')
    .trim();
}

/** Removing a link may join two halves of another one. */
const mostRounds = 4;

/** Asks the page's own finder: what it makes no link of may stay. */
function withoutOtherLinks(text: string, known: ReadonlySet<string>): string {
  let rest = text;
  for (let round = 0; round < mostRounds; round += 1) {
    const others = formattedLinks(rest).filter(({ href }) => !known.has(href));
    if (others.length === 0) return rest;
    let from = 0;
    let kept = '';
    for (const { start, end } of others) {
      kept += rest.slice(from, start);
      from = end;
    }
    rest = tidied(kept + rest.slice(from));
  }
  return '';
}

/**
 * Hands on what is written, piece by piece and already clean: whole words only, and nothing before it is clear that the
 * model does not decline.
 */
export function createDraft(
  passages: readonly Passage[],
  onDelta: (delta: string) => void,
): (text: string) => void {
  const known = linksIn(passages);
  let sent = '';
  let readUpTo = 0;
  return (text) => {
    const next = readUpTo + Math.max(pieceLength, readUpTo * pieceShare);
    if (text.length < next || readUpTo >= longestRaw || /HANDOVER/i.test(text)) return;
    readUpTo = text.length;
    const clean = shown(wholeWords(text), known);
    if (!clean.startsWith(sent) || clean.length === sent.length) return;
    onDelta(clean.slice(sent.length));
    sent = clean;
  };
}

/** Without the last word, and without a mark, a link or a tag that is not closed yet. */
function wholeWords(text: string): string {
  const closed = Math.max(...[']', '】', '>'].map((sign) => text.lastIndexOf(sign))) + 1;
  const open = text.slice(closed).search(/[[【<!]/);
  const whole = open < 0 ? text : text.slice(0, closed + open);
  return whole.slice(0, Math.max(...[' ', '\n', '\t'].map((blank) => whole.lastIndexOf(blank))) + 1);
}
