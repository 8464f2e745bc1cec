// What an organization's help centre lists: its public articles by category, each under a name of its own. Pure.
import type { PublishedArticle } from '../store';

export interface ListedArticle extends PublishedArticle {
  /** The last part of its address: "refunds-3f2a8c1e0b7d". */
  name: string;
}

export interface HelpCategory {
  /** The last part of its address. */
  name: string;
  /** As editors wrote it; undefined: of none. */
  title: string | undefined;
  articles: ListedArticle[];
}

export interface HelpListing {
  /** By title; articles of no category come last. */
  categories: HelpCategory[];
  byId: ReadonlyMap<string, ListedArticle>;
  /** The article of such an address, also under a name that it had before. */
  named(name: string): ListedArticle | undefined;
  /** Those that articles are written in, the most used first. */
  languages: string[];
  /** Of the article that was changed last. */
  updatedAt: string | undefined;
}

/** Hexadecimal digits of the id that the name ends with: 48 bits. */
const digits = 12;
const longestSlug = 60;

export function createListing(articles: readonly PublishedArticle[]): HelpListing {
  const listed = articles.map((article) => ({ ...article, name: nameOf(article) }));
  const byDigits = new Map(listed.map((article) => [digitsOf(article.id), article]));
  return {
    categories: categoriesOf(listed),
    byId: new Map(listed.map((article) => [article.id, article])),
    named: (name) => byDigits.get(name.slice(-digits)),
    languages: languagesOf(listed),
    updatedAt: listed
      .map(({ updatedAt }) => updatedAt)
      .sort()
      .at(-1),
  };
}

export function nameOf({ id, title }: { id: string; title: string }): string {
  return [slugOf(title), digitsOf(id)].filter(Boolean).join('-');
}

const digitsOf = (id: string) => id.replaceAll('-', '').slice(0, digits);

/** Letters and digits of any script in small letters, joined by dashes. */
export function slugOf(text: string): string {
  const words = text.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFC').toLowerCase();
  const slug = words.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '');
  return slug.length <= longestSlug ? slug : slug.slice(0, longestSlug).replace(/-[^-]*$/, '');
}

function categoriesOf(articles: readonly ListedArticle[]): HelpCategory[] {
  const byTitle = new Map<string | undefined, ListedArticle[]>();
  for (const article of articles)
    byTitle.set(article.category, [...(byTitle.get(article.category) ?? []), article]);
  const titles = [...byTitle.keys()]
    .filter((title) => title !== undefined)
    .sort((a, b) => a.localeCompare(b));
  const taken = new Set<string>();
  return [...titles, ...(byTitle.has(undefined) ? [undefined] : [])].map((title) => ({
    name: unused(title === undefined ? 'other' : slugOf(title) || 'category', taken),
    title,
    articles: byTitle.get(title)!.sort((a, b) => a.title.localeCompare(b.title)),
  }));
}

/** "C" and "C++" are two categories. */
function unused(name: string, taken: Set<string>): string {
  let free = name;
  for (let n = 2; taken.has(free); n += 1) free = `${name}-${n}`;
  taken.add(free);
  return free;
}

function languagesOf(articles: readonly PublishedArticle[]): string[] {
  const counts = new Map<string, number>();
  for (const { language } of articles) if (language) counts.set(language, (counts.get(language) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([language]) => language);
}
