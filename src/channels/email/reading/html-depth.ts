// Parsers look through all open tags at each closing one: what is nested beyond any mail is not parsed at all.
import { Parser } from 'htmlparser2';

const deepest = 1_000;

class TooDeep extends Error {}

export function isTooDeep(html: string): boolean {
  let depth = 0;
  const parser = new Parser({
    onopentagname: () => {
      depth += 1;
      if (depth > deepest) throw new TooDeep();
    },
    onclosetag: () => (depth -= 1),
  });
  try {
    parser.end(html);
    return false;
  } catch (error) {
    if (error instanceof TooDeep) return true;
    throw error;
  }
}

/** What stands between the tags. */
export function withoutTags(html: string): string {
  const pieces: string[] = [];
  for (let at = 0; at >= 0 && at < html.length;) {
    const open = html.indexOf('<', at);
    pieces.push(html.slice(at, open < 0 ? undefined : open));
    const close = open < 0 ? -1 : html.indexOf('>', open);
    at = close < 0 ? -1 : close + 1;
  }
  return pieces.filter((piece) => piece.trim()).join('\n');
}
