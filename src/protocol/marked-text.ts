// What an agent marked in a text that is shown as it was written otherwise: bold, italic, code, links with a label. Each
// channel has its own marks; the spans are drawn as text nodes, nothing is ever HTML. A mark stands at words, not within them.
import { findLinks } from './links';
import { formattedLinks, parseFormatted, type Block } from './rich-text';
import type { Span } from './written-text';

/** `markdown` is ours, on the web; WhatsApp has its own (WhatsApp, "How to format your messages"). */
export type MarkForm = 'markdown' | 'whatsapp';

type Style = Omit<Span, 'text' | 'href'>;

const before = '(?<![\\p{L}\\p{N}*_~`])';
const after = '(?![\\p{L}\\p{N}*_~`])';
const inner = (not: string) => `(?!\\s)(?:${not}){1,1000}?(?<!\\s)`;

const marks: Record<MarkForm, RegExp> = {
  markdown: new RegExp(
    `${before}(?:\`(?<code>${inner('[^`\\n]')})\`|\\*\\*(?<bold>${inner('[^*\\n]|\\*(?!\\*)')})\\*\\*|\\*(?<italic>${inner('[^*\\n]')})\\*)${after}`,
    'gu',
  ),
  whatsapp: new RegExp(
    `${before}(?:\`\`\`(?<block>[^\`]{1,4000})\`\`\`|\`(?<code>${inner('[^`\\n]')})\`|\\*(?<bold>${inner('[^*\\n]')})\\*|_(?<italic>${inner('[^_\\n]')})_|~(?<strike>${inner('[^~\\n]')})~)${after}`,
    'gu',
  ),
};

/** Without its marks; all else, line breaks and blanks among it, is as it was. Draw it with `white-space: pre-wrap`. */
export function parseMarked(text: string, form: MarkForm): Span[] {
  return spansOf(text, form, {});
}

/** Two entries and more; lines that stand in go on with one. A dash before a single line is a dash. */
const entry = '[ \\t]*(?:[-*•]|\\d{1,3}[.)])[ \\t]+\\S.*';
const goesOn = '[ \\t]{2,}(?!#)\\S.*';
const lists = new RegExp(`^${entry}(?:\\n(?:[ \\t]*\\n|${goesOn}\\n)*${entry})+(?:\\n${goesOn})*`, 'gm');

/** On the web: the lists in it, and all else as `parseMarked` says it. */
export function parseMarkedLists(text: string): Array<Block | { kind: 'written'; spans: Span[] }> {
  const inline = (words: string) => parseMarked(words, 'markdown');
  const written = (words: string) =>
    words.trim() ? [{ kind: 'written' as const, spans: inline(words) }] : [];
  let rest = text;
  const blocks = [...text.matchAll(lists)].flatMap(({ 0: list }) => {
    const at = rest.indexOf(list);
    const before = rest.slice(0, at).trimEnd();
    rest = rest.slice(at + list.length).replace(/^(?:[ \t]*\n)+/, '');
    return [...written(before), ...parseFormatted(list, inline)];
  });
  return [...blocks, ...written(rest)];
}

/** What is read of it, in one line of a list. */
export const withoutMarks = (text: string, form: MarkForm): string =>
  parseMarked(text, form)
    .map((span) => span.text)
    .join('');

function spansOf(text: string, form: MarkForm, style: Style): Span[] {
  const links = form === 'markdown' ? formattedLinks(text) : findLinks(text);
  const isInLink = (at: number) => links.some(({ start, end }) => start <= at && at < end);
  const spans: Span[] = [];
  let from = 0;
  for (const { 0: whole, index, groups = {} } of text.matchAll(marks[form])) {
    const end = index + whole.length;
    if (isInLink(index) || isInLink(end - 1)) continue;
    spans.push(...linked(text.slice(from, index), form, style), ...markedOf(groups, form, style));
    from = end;
  }
  return [...spans, ...linked(text.slice(from), form, style)];
}

/** Code is as it was written; in everything else there may be more marks. */
function markedOf(
  { block, code = block, bold, italic, strike }: Record<string, string | undefined>,
  form: MarkForm,
  style: Style,
): Span[] {
  if (code !== undefined) return [{ text: code, ...style, code: true }];
  if (bold !== undefined) return spansOf(bold, form, { ...style, bold: true });
  if (italic !== undefined) return spansOf(italic, form, { ...style, italic: true });
  return spansOf(strike ?? '', form, { ...style, strike: true });
}

const label = /^\[([^[\]]+)\]/;

function linked(text: string, form: MarkForm, style: Style): Span[] {
  const spans: Span[] = [];
  let from = 0;
  const textUntil = (end: number) => end > from && spans.push({ text: text.slice(from, end), ...style });
  for (const { start, end, href } of form === 'markdown' ? formattedLinks(text) : findLinks(text)) {
    textUntil(start);
    const written = text.slice(start, end);
    const [, words] = form === 'markdown' ? (label.exec(written) ?? []) : [];
    // A label that looks like an address could name another one than the link leads to.
    const shown = words === undefined ? written : /[.:/@]/.test(words) ? href : words;
    spans.push({ text: shown, href, ...style });
    from = end;
  }
  textUntil(text.length);
  return spans;
}
