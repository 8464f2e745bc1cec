// Untrusted text becomes text nodes and links that can only lead to http, https or a mail program.
export interface Piece {
  text: string;
  href?: string;
}

const pattern = /https?:\/\/[^\s<>"'`]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/giu;

/** Splits text at its links; joined again, the pieces are the text. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    const link = trimmed(match[0]);
    const href = safeHref(link.includes('://') ? link : `mailto:${link}`);
    if (!href) continue;
    if (match.index > end) found.push({ text: text.slice(end, match.index) });
    found.push({ text: link, href });
    end = match.index + link.length;
  }
  if (end < text.length) found.push({ text: text.slice(end) });
  return found;
}

/** Punctuation after a link belongs to the sentence; a closing bracket only when it was opened inside. */
function trimmed(link: string): string {
  let end = link.length;
  while (end > 0 && /[.,;:!?)\]}*_]/.test(link[end - 1]!)) {
    if (link[end - 1] === ')' && link.slice(0, end).includes('(')) break;
    end -= 1;
  }
  return link.slice(0, end);
}

/** A link of this server to a file that has run out. @param now milliseconds */
export function isOver(href: string, now: number): boolean {
  const expires = /[?&]expires=(\d+)/.exec(href)?.[1];
  return expires !== undefined && Number(expires) * 1000 <= now;
}

/** The address when it may be followed from here, else undefined. Also for addresses in data (sources, media). */
export function safeHref(address: string | undefined): string | undefined {
  if (!address) return undefined;
  if (/^\/(?![/\\])/.test(address)) return address;
  try {
    const { protocol, href } = new URL(address);
    return ['http:', 'https:', 'mailto:'].includes(protocol) ? href : undefined;
  } catch {
    return undefined;
  }
}
