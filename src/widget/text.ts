// The one reader of untrusted text: it knows line breaks, bold, lists and safe links, and everything else is text.

export type Inline = { text: string; bold?: boolean; href?: string };
export type Block = { kind: 'paragraph' | 'bullets' | 'numbers'; lines: Inline[][] };

const inline =
  /\*\*([^*\n]{1,500})\*\*|\[([^[\]\n]{1,200})\]\(([^\s()]{1,2000})\)|(https?:\/\/[^\s<>"]{1,2000})|([\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4})/g;
const heading = /^#{1,6}\s+(.*?)#*\s*$/;
const bullet = /^\s{0,3}[-*•]\s+(.*)$/;
const number = /^\s{0,3}\d{1,3}[.)]\s+(.*)$/;

export function parseText(text: string): Block[] {
  const blocks: Block[] = [];
  let fresh = true;
  for (const line of text.replace(/\r\n?/g, '\n').trim().split('\n')) {
    if (line.trim() === '') {
      fresh = true;
      continue;
    }
    const title = heading.exec(line)?.[1];
    if (title) {
      blocks.push({ kind: 'paragraph', lines: [[{ text: title, bold: true }]] });
      fresh = true;
      continue;
    }
    const { kind, rest } = shape(line);
    const last = blocks.at(-1);
    if (last && last.kind === kind && !(fresh && kind === 'paragraph')) last.lines.push(parseLine(rest));
    else blocks.push({ kind, lines: [parseLine(rest)] });
    fresh = false;
  }
  return blocks;
}

/** An http, https or mailto address that may stand in a link; undefined for anything else, `javascript:` above all. */
export function safeHref(address: string): string | undefined {
  try {
    const url = new URL(address);
    return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : undefined;
  } catch {
    return undefined;
  }
}

function shape(line: string): { kind: Block['kind']; rest: string } {
  const item = bullet.exec(line);
  if (item) return { kind: 'bullets', rest: item[1]! };
  const step = number.exec(line);
  return step ? { kind: 'numbers', rest: step[1]! } : { kind: 'paragraph', rest: line };
}

function parseLine(line: string): Inline[] {
  const parts: Inline[] = [];
  let from = 0;
  for (const match of line.matchAll(inline)) {
    const part = parseMatch(match);
    parts.push({ text: line.slice(from, match.index) }, part);
    // Punctuation after an address is cut from it and stays text.
    from = match.index + (match[4] ? part.text.length : match[0].length);
  }
  parts.push({ text: line.slice(from) });
  return parts.filter((part) => part.text !== '');
}

function parseMatch([whole, bold, label, target, address, mail]: RegExpExecArray): Inline {
  if (bold) return { text: bold, bold: true };
  if (mail) return link(mail, `mailto:${mail}`);
  if (address) {
    const trimmed = address.replace(/[.,;:!?)\]'*]+$/, '');
    return link(trimmed, trimmed);
  }
  const href = safeHref(target!);
  if (!href) return { text: whole };
  // A label that looks like an address could name another one than the link leads to.
  return link(/[.:/@]/.test(label!) ? href : label!, href);
}

function link(text: string, address: string): Inline {
  const href = safeHref(address);
  return href ? { text, href } : { text };
}
