// HTML to Markdown, as a browser would show it: what is hidden there is not taken, nobody could see what the AI reads.
import type TurndownService from 'turndown';
import { addTables, type Tag } from './table-to-list';

const neverShown = ['script', 'style', 'noscript', 'iframe', 'object', 'template', 'head'];

/** What is around every page of a site, and says nothing of this one. */
const around = new Set(['NAV', 'FOOTER', 'ASIDE', 'DIALOG', 'BUTTON', 'SELECT', 'TEXTAREA', 'INPUT']);
const aroundRoles = new Set([
  'navigation',
  'banner',
  'contentinfo',
  'complementary',
  'search',
  'dialog',
  'alertdialog',
]);
const notices =
  /(?:^|[\s_-])(?:cookies?|consent|gdpr|breadcrumbs?|skip-?(?:link|nav|to-content))(?:$|[\s_-])/i;

/** Navigation, footers and notices are left out; where the page says what its main part is, so is all the rest. */
export async function htmlToMarkdown(html: string): Promise<string> {
  const turndown = await createTurndown();
  const mains: string[] = [];
  turndown.remove(neverShown as Parameters<typeof turndown.remove>[0]);
  addTables(turndown, isHidden);
  turndown.addRule('hidden', { filter: isHidden, replacement: () => '' });
  turndown.addRule('around', { filter: isAround, replacement: () => '' });
  turndown.addRule('main', {
    filter: (node) => isMain(node as unknown as Tag),
    replacement(content) {
      mains.push(content);
      return content;
    },
  });
  turndown.addRule('image', {
    filter: 'img',
    replacement: (_, node) => (node as unknown as Tag).getAttribute('alt') ?? '',
  });
  const whole = turndown.turndown(html.replace(/<(head|title)\b[^]*?<\/\1\s*>/gi, ''));
  const main = mains
    .sort((a, b) => b.length - a.length)[0]
    ?.replace(/\n{3,}/g, '\n\n')
    .trim();
  return main || whole;
}

const isMain = (node: Tag) => node.nodeName === 'MAIN' || node.getAttribute('role') === 'main';

/** A header belongs to the site, unless it is that of an article. */
function isAround(node: Tag): boolean {
  const role = node.getAttribute('role');
  if (role === 'main') return false;
  if (around.has(node.nodeName) || (role !== null && aroundRoles.has(role))) return true;
  if (node.nodeName === 'HEADER') return !isInside(node, ['ARTICLE', 'MAIN', 'SECTION']);
  return notices.test(`${node.getAttribute('id') ?? ''} ${node.getAttribute('class') ?? ''}`);
}

function isInside(node: Tag, names: readonly string[]): boolean {
  for (let above = node.parentNode; above; above = above.parentNode)
    if (names.includes(above.nodeName)) return true;
  return false;
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
