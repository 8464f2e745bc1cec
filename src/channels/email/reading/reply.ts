// What they wrote now: the lines of a mail without quotes and signatures. The marks of lines and what they mean together follow mailgun/talon;
// each line is looked at a bounded number of times. Where that would leave nothing of a mail that says something, it is the whole.
import {
  deviceLine,
  endsWithWrote,
  forwardLine,
  holdsBracketedAddress,
  holdsClock,
  holdsDate,
  holdsWrote,
  labelOf,
  originalMessageLine,
  startsLikeQuote,
  startsWithDate,
  type Label,
} from './quote-words';

export interface Line {
  text: string;
  /** What the HTML says of it: `rest` is all below a mark of Outlook. */
  kind?: 'quote' | 'rest' | 'signature';
}

/** Empty, quoted, over a quote, over a forwarded mail, signature, text. */
type Mark = 'empty' | 'quote' | 'split' | 'forward' | 'signature' | 'text';

/** Longer lines are nobody's attribution. */
const longestLooked = 400;
const mostLinesOfAttribution = 5;

/** @param forwarded the subject says so */
export function replyOf(lines: Line[], forwarded = false): string {
  const marks = markLines(lines);
  const whole = textOf(lines);
  if (forwarded || firstOf(marks, 'text', 'empty', 'signature') === 'forward') return whole;
  if (!lines.some(({ kind }) => kind) && !isMarked(marks)) return withoutSignature(lines, marks) || whole;
  if (answersBetween(lines, marks)) return whole;
  const kept = withoutQuotes(lines, marks);
  const reply = withoutSignature(
    kept.map((n) => lines[n]!),
    kept.map((n) => marks[n]!),
  );
  if (reply) return reply;
  // Nothing stands over the quote: either all of it is one, or the program forwarded it.
  return marks.some((mark, n) => mark === 'text' && lines[n]!.kind === undefined)
    ? whole
    : whole && saidBelow(lines, marks);
}

export const plainLines = (text: string): Line[] => text.split('\n').map((line) => ({ text: line }));

export function textOf(lines: Line[]): string {
  return lines
    .map(({ text }) => text)
    .join('\n')
    .replace(/\n{4,}/g, '\n\n\n')
    .trim();
}

/** A mail that begins with the heads of another one was forwarded; one that has only quoted lines says nothing. */
function saidBelow(lines: Line[], marks: Mark[]): string {
  const first = lines.findIndex((_, n) => marks[n] !== 'empty');
  return first >= 0 && labelOf(lines[first]!.text) ? textOf(lines) : '';
}

function firstOf(marks: Mark[], ...passed: Mark[]): Mark | undefined {
  return marks.find((mark) => !passed.includes(mark));
}

function markLines(lines: Line[]): Mark[] {
  const marks: Mark[] = [];
  for (let at = 0; at < lines.length;) {
    const { text, kind } = lines[at]!;
    const length = kind || !text.trim() || text.startsWith('>') ? 0 : splitterLength(lines, at);
    if (length > 0) for (let n = 0; n < length; n += 1) marks.push('split');
    else marks.push(markOf(text, kind));
    at += Math.max(length, 1);
  }
  return marks.map((mark, n) =>
    mark === 'text' && marks[n - 1] === 'quote' && isOfLink(lines, n) ? 'quote' : mark,
  );
}

/** A long link breaks a quoted line, and its end is no answer. */
function isOfLink(lines: Line[], n: number): boolean {
  return /^\s*\(?<?https?:\/\//.test(lines[n]!.text) || /[(<]https?:\/\/[^\s()<>]*$/.test(lines[n - 1]!.text);
}

function markOf(text: string, kind: Line['kind']): Mark {
  if (!text.trim()) return 'empty';
  if (text.length <= longestLooked && forwardLine.test(text)) return 'forward';
  if (kind === 'signature') return 'signature';
  if (kind || /^\s{0,3}>/.test(text)) return 'quote';
  return 'text';
}

/** How many lines from here on stand over a quote; 0 where they are something else. */
function splitterLength(lines: Line[], at: number): number {
  const { text } = lines[at]!;
  if (text.length > longestLooked) return 0;
  if (originalMessageLine.test(text)) return 1 + headsLength(lines, at + 1, 1);
  const heads = headsLength(lines, at, 2);
  if (heads > 0) return heads;
  if (/^\s*[-_=*]{10,}\s*$/.test(text)) {
    const below = headsLength(lines, at + 1, 2);
    return below > 0 ? below + 1 : 0;
  }
  return attributionLength(lines, at);
}

/** From:, Sent:, To:, Subject: of an earlier mail. A person's own list of such words has neither an address nor a subject. */
function headsLength(lines: Line[], at: number, least: number): number {
  const found = new Set<Label>();
  let end = at;
  let said = false;
  for (let n = at; n < lines.length && n < at + 12; n += 1) {
    const { text } = lines[n]!;
    const label = text.length <= 2_000 ? labelOf(text) : undefined;
    if (n === at && text.trim() && label !== 'from' && label !== 'date' && label !== 'sent') return 0;
    if (label) {
      found.add(label);
      end = n + 1;
      said ||= label === 'subject' || label === 'sent' || text.includes('@');
    } else if (n > end + 1 || (found.size > 0 && !text.trim() && found.size >= 3)) break;
  }
  return found.has('from') && found.size >= least && said ? end - at : 0;
}

function attributionLength(lines: Line[], at: number): number {
  let joined = '';
  for (let n = 0; n < mostLinesOfAttribution && at + n < lines.length; n += 1) {
    const text = lines[at + n]!.text.trim();
    if (n > 0 && lines[at + n]!.kind) return 0;
    if (n > 0 && text.startsWith('>') && !endsWithWrote.test(text)) return 0;
    joined = joined ? `${joined} ${text}` : text;
    if (joined.length > longestLooked) return 0;
    if (n === 0 && !mayBegin(text)) return 0;
    if (text && isAttribution(joined, isQuoteNext(lines, at + n + 1))) return n + 1;
    // Over more lines only what begins as one.
    if (
      n === 0 &&
      !startsLikeQuote.test(text) &&
      !startsWithDate.test(text) &&
      !holdsBracketedAddress.test(text)
    )
      return 0;
  }
  return 0;
}

function isQuoteNext(lines: Line[], at: number): boolean {
  const next = lines.slice(at, at + 3).find(({ text }) => text.trim());
  return next !== undefined && (next.kind === 'quote' || next.text.startsWith('>'));
}

const mayBegin = (text: string) =>
  startsLikeQuote.test(text) ||
  startsWithDate.test(text) ||
  text.includes('@') ||
  holdsDate.test(text) ||
  /^[-–—_]{2}/.test(text);

function isAttribution(text: string, quoteFollows: boolean): boolean {
  if (endsWithWrote.test(text) && /^[-–—_]{2}/.test(text) && /[-–—_]{2}:?$/.test(text)) return true;
  const isPrecise =
    holdsBracketedAddress.test(text) || (holdsDate.test(text) && (quoteFollows || holdsClock.test(text)));
  if (!isPrecise) return false;
  const closes = /[:：]\s?[-–—_]{0,10}$/.test(text);
  const begins = startsLikeQuote.test(text) || startsWithDate.test(text);
  if (endsWithWrote.test(text)) return holdsBracketedAddress.test(text) || (closes && begins);
  if (!holdsDate.test(text)) return false;
  if (closes && begins && holdsWrote.test(text)) return true;
  return holdsBracketedAddress.test(text) && (closes || (startsWithDate.test(text) && /[>)\]]$/.test(text)));
}

/** One quoted line or two without a word over them may be a sign that somebody types. */
function isMarked(marks: Mark[]): boolean {
  let run = 0;
  for (const mark of marks) {
    if (mark === 'split') return true;
    if (mark === 'quote') run += 1;
    else if (mark !== 'empty') run = 0;
    if (run >= 3) return true;
  }
  return false;
}

/** Text between two quoted lines. */
function answersBetween(lines: Line[], marks: Mark[]): boolean {
  let quoted = false;
  let answer = false;
  for (const [n, mark] of marks.entries()) {
    if (mark === 'quote' && lines[n]!.kind !== 'rest') {
      if (quoted && answer) return true;
      quoted = true;
      answer = false;
    } else if (mark === 'text' && quoted) answer = true;
    else if (mark === 'split') quoted = answer = false;
  }
  return false;
}

/** The numbers of the lines that stay. */
function withoutQuotes(lines: Line[], marks: Mark[]): number[] {
  const all = [...lines.keys()];
  const start = quoteStart(lines, marks);
  if (start < 0) return all;
  const before = all.slice(0, start);
  const next = marks.findIndex((mark, n) => n > start && mark !== 'split' && mark !== 'empty');
  const under = next < 0 ? undefined : marks[next];
  if (marks[start] === 'split' && under !== 'quote') return before;
  const last = marks.reduce((found, mark, n) => (n >= start && mark === 'quote' ? n : found), start);
  const after = marks.findIndex((mark, n) => n > last && mark !== 'empty');
  if (after < 0) return before;
  const end = marks.findIndex((mark, n) => n >= after && (mark === 'split' || mark === 'forward'));
  return [...before, ...all.slice(after, end < 0 ? undefined : end)];
}

function quoteStart(lines: Line[], marks: Mark[]): number {
  return marks.findIndex((mark, n) => {
    if (mark === 'split') return true;
    if (mark !== 'quote') return false;
    if (lines[n]!.kind) return true;
    const next = marks.findIndex((other, at) => at > n && other !== 'empty');
    return next > 0 && marks[next] === 'quote';
  });
}

function withoutSignature(lines: Line[], marks: Mark[]): string {
  const signed = lines.filter((_, n) => marks[n] !== 'signature');
  const cut = signed.findIndex(({ text }, n) => /^\s?(?:--|—)\s*$/.test(text) && signed.length - n <= 40);
  const above = cut > 0 ? signed.slice(0, cut) : signed;
  const kept = above.filter(
    ({ text }, n) => n < above.length - 6 || text.length > 200 || !deviceLine.test(text),
  );
  return textOf(withoutRules(withoutCard(kept))) || textOf(above) || textOf(signed);
}

/** Lines of dashes at the end stood over the quote. */
function withoutRules(lines: Line[]): Line[] {
  let end = lines.length;
  while (end > 0 && /^(?:[-_=*\s]{5,200})?\s?$/.test(lines[end - 1]!.text)) end -= 1;
  return lines.slice(0, end);
}

const card =
  /^(?:\S{1,20}(?: |[:：.] ?))?(?:[\w.+-]{1,64}@[\w.-]{1,100}|(?:https?:\/\/|www\.)\S{1,200}|\+?\d[\d ()./-]{6,24})$/;

/** A name with two ways to reach it or more, in a paragraph of its own at the end: not what was asked for ("…here it is:"). */
function withoutCard(lines: Line[]): Line[] {
  let end = lines.length;
  while (end > 0 && !lines[end - 1]!.text.trim()) end -= 1;
  let start = end;
  while (start > 0 && lines[start - 1]!.text.trim() && end - start <= 8) start -= 1;
  const block = lines.slice(start, end);
  const ways = block.filter(({ text }) => text.length <= 200 && card.test(text.trim())).length;
  const isName = /^\s*\p{Lu}[^.!?:\n]{1,50}$/u.test(block[0]?.text ?? '');
  if (block.length < 3 || block.length > 8 || ways < 2 || !isName) return lines;
  const above = textOf(lines.slice(0, start));
  return above && !/[:：]$/.test(above) ? lines.slice(0, start) : lines;
}
