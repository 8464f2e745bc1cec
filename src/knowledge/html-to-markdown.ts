// HTML to Markdown, as a browser would show it: what is hidden there is not taken, nobody could see what the AI reads.
import type TurndownService from 'turndown';
import { addTables, type Tag } from './table-to-list';

const neverShown = ['script', 'style', 'noscript', 'iframe', 'object', 'template', 'head'];

export async function htmlToMarkdown(html: string): Promise<string> {
  const turndown = await createTurndown();
  turndown.remove(neverShown as Parameters<typeof turndown.remove>[0]);
  addTables(turndown, isHidden);
  turndown.addRule('hidden', { filter: isHidden, replacement: () => '' });
  turndown.addRule('image', {
    filter: 'img',
    replacement: (_, node) => (node as unknown as Tag).getAttribute('alt') ?? '',
  });
  return turndown.turndown(html.replace(/<(head|title)\b[^]*?<\/\1\s*>/gi, ''));
}

/** No title is longer, with its tags, in UTF-16 units. */
const longestTitle = 2_000;

/** What the document says it is called, in plain words. */
export async function htmlTitle(html: string): Promise<string | undefined> {
  const at = html.search(/<title\b/i);
  const title = at < 0 ? null : /^<title\b[^>]*>([^<]*)</i.exec(html.slice(at, at + longestTitle));
  if (!title) return undefined;
  const turndown = await createTurndown();
  turndown.escape = (text) => text;
  return turndown.turndown(title[1]!) || undefined;
}

async function createTurndown(): Promise<TurndownService> {
  const { default: Turndown } = await import('turndown');
  return new Turndown({ headingStyle: 'atx', bulletListMarker: '-' });
}

function isHidden(node: Tag): boolean {
  const style = node.getAttribute('style') ?? '';
  return (
    node.hasAttribute('hidden') ||
    node.getAttribute('aria-hidden') === 'true' ||
    /display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0(?![.\d])/i.test(style)
  );
}
