// What a model wrote, made fit to show: no image, no HTML, no link that the articles do not have.
import type { Passage } from '../../knowledge/passage';
import { safeHref } from '../../protocol/safe-href';
import { formattedLinks } from '../../protocol/rich-text';
import { plainText } from '../plain-text';
import { createCheck, citation, type Checked } from './check-answer';

/** Longest answer, in UTF-16 units. */
const longest = 4_000;
/** What is looked at of what was written: marks and links take room that the answer does not. */
const longestRaw = 12_000;
const programs = /\b(?:javascript|vbscript|data):\S+/gi;

/** The sentences that hold, without marks, and what they cite, in the order in which they do. */
export function cleanAnswer(text: string, passages: readonly Passage[]): Checked {
  const checked = createCheck(passages)(text.slice(0, longestRaw), true);
  return { ...checked, text: shown(checked.text, linksIn(passages)) };
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

/** Looks grow with the draft, so that all of them together cost no more than a few dozen readings of it. */
const lookShare = 1 / 32;
/** A sentence, an item or a mark may be over. */
const ends = /[.!?…。！？؟\n\]】]/u;

/** Hands on what is written sentence by sentence, each checked and clean, and nothing once the model declines. */
export function createDraft(
  passages: readonly Passage[],
  onDelta: (delta: string) => void,
): (text: string) => void {
  const known = linksIn(passages);
  const check = createCheck(passages);
  let sent = '';
  let readUpTo = 0;
  let lookedAt = 0;
  return (text) => {
    const isEarly = text.length < lookedAt * (1 + lookShare) || !ends.test(text.slice(readUpTo));
    if (isEarly || lookedAt >= longestRaw || /HANDOVER/i.test(text)) return;
    lookedAt = text.length;
    readUpTo = Math.max(0, text.trimEnd().length - 1);
    const { text: whole, isDoubtful } = check(text.slice(0, longestRaw), false);
    const clean = isDoubtful ? '' : shown(whole, known);
    if (!clean.startsWith(sent) || clean.length === sent.length) return;
    onDelta(clean.slice(sent.length));
    sent = clean;
  };
}
