// The pages of the help centre, without a script: links are relative, so that they hold below a path of a proxy.
import type { HelpHit, HelpSite } from '../../knowledge/help-centre/help-centre';
import type { HelpCategory, HelpListing, ListedArticle } from '../../knowledge/help-centre/listing';
import type { Article } from '../../protocol/knowledge';
import { jsonInScript, markup, type Html } from '../../tools/html';
import { articleHtml, plainText } from './article-html';
import { frame, type Page } from './page-frame';
import { articleData, homeData } from './structured-data';
import { directionOf, helpWords, nameOfLanguage, type HelpWords } from './help-texts';

/** Where a page stands, and how it names others. */
export interface PlaceOfPage {
  site: HelpSite;
  /** The address of the front page, whole: "https://shop.example/help/". */
  home: string;
  /** ISO 639-1 that the reader chose; undefined: all. */
  language?: string;
  languages: readonly string[];
}

/** Articles of a category on the front page. */
const onFront = 6;
/** Articles on a page of a category. */
const aPage = 100;

export function homePage(place: PlaceOfPage, listing: HelpListing): string {
  const { words, lang } = wordsOf(place);
  const categories = chosen(listing.categories, place.language);
  const only = categories.length === 1;
  const topics = categories.map((category) => topicHtml(category, { place, words, only }));
  return frame({
    ...base(place, { lang, words, up: './', path: parametersOf(place, 1) }),
    title: `${words.help} · ${place.site.title}`,
    heading: words.placeholder,
    body: markup`${topics.length === 0 && markup`<p>${words.empty}</p>`}<div class="topics">${topics}</div>${languagesHtml(place, words)}`,
    data: jsonInScript(homeData({ siteTitle: place.site.title, home: place.home })),
  });
}

function topicHtml(
  { name, title, articles }: HelpCategory,
  { place, words, only }: { place: PlaceOfPage; words: HelpWords; only: boolean },
): Html {
  const shown = articles.slice(0, only ? aPage : onFront);
  const address = `categories/${encodeURIComponent(name)}${parametersOf(place, 1)}`;
  const all =
    articles.length > shown.length &&
    markup`<p class="quiet"><a href="${address}">${words.all(articles.length)}</a></p>`;
  return markup`<section><h2 dir="auto"><a href="${address}">${title ?? words.other}</a></h2>${listHtml(shown, 'articles/')}${all}</section>`;
}

function listHtml(articles: readonly ListedArticle[], folder: string): Html {
  const items = articles.map(
    ({ name, title, language }) =>
      markup`<li><a href="${folder}${encodeURIComponent(name)}" dir="auto"${inLanguage(language)}>${title}</a></li>`,
  );
  return markup`<ul class="list">${items}</ul>`;
}

const inLanguage = (language: string | undefined) => language !== undefined && markup` lang="${language}"`;

/** undefined beyond the last page. */
export function categoryPage(place: PlaceOfPage, category: HelpCategory, page: number): string | undefined {
  const { words, lang } = wordsOf(place);
  const [{ articles, title = words.other }] = chosen([category], place.language) as [HelpCategory];
  const pages = Math.max(1, Math.ceil(articles.length / aPage));
  if (page > pages) return undefined;
  const name = encodeURIComponent(category.name);
  const link = (number: number, label: string) =>
    markup`<a href="${name}${parametersOf(place, number)}">${label}</a>`;
  const list = listHtml(articles.slice((page - 1) * aPage, page * aPage), '../articles/');
  const others = markup`<nav class="pages">${page > 1 && link(page - 1, words.earlier)}${page < pages && link(page + 1, words.later)}</nav>`;
  return frame({
    ...base(place, { lang, words, up: '../', path: `categories/${name}${parametersOf(place, page)}` }),
    title: `${title} · ${place.site.title}`,
    body: markup`${crumbs(words)}<h1 dir="auto">${title}</h1>${list}${pages > 1 && others}`,
  });
}

function parametersOf({ language }: Pick<PlaceOfPage, 'language'>, page: number): string {
  const given = [language && `lang=${language}`, page > 1 && `page=${page}`].filter(Boolean);
  return given.length > 0 ? `?${given.join('&')}` : '';
}

export function articlePage(
  place: PlaceOfPage,
  article: Article,
  where: { name: string; category: HelpCategory | undefined },
): string {
  const { language, title, content, updatedAt } = article;
  const { words, lang } = wordsOf({ ...place, ...(language && { language }) });
  const path = `articles/${encodeURIComponent(where.name)}`;
  const changed = new Intl.DateTimeFormat(lang, { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(updatedAt),
  );
  const text = markup`<article dir="${directionOf(language)}"${inLanguage(language)}><h1 dir="auto">${title}</h1>
${articleHtml(withoutTitle(article))}
</article><p class="quiet">${words.changed}: <time datetime="${updatedAt}">${changed}</time></p>`;
  const { siteTitle, url } = { siteTitle: place.site.title, url: `${place.home}${path}` };
  return frame({
    ...base(place, { lang: language ?? lang, words, up: '../', path }),
    indexed: !article.isSample,
    title: `${title} · ${siteTitle}`,
    description: plainText(content.slice(0, 1_000)).slice(0, 160),
    body: markup`${crumbs(words, where.category)}${text}`,
    data: jsonInScript(articleData(article, { siteTitle, home: place.home, url })),
  });
}

/** Imported pages often begin with what they are called. */
function withoutTitle({ title, content }: Article): string {
  const [first = '', ...rest] = content.trimStart().split('\n');
  const text = rest.join('\n').trim();
  const isTitle = /^#{1,2}\s/.test(first) && first.replace(/^#+/, '').trim() === title.trim();
  return isTitle && text !== '' ? text : content;
}

export function searchPage(place: PlaceOfPage, query: string, hits: readonly HelpHit[]): string {
  const { words, lang } = wordsOf(place);
  const found = hits.length > 0 ? words.found(hits.length, query) : words.nothing(query);
  const title = query === '' ? words.search : found;
  const list = hits.map(
    ({ article: { name, title: called, language }, excerpt }) =>
      markup`<li${inLanguage(language)}><a href="articles/${encodeURIComponent(name)}" dir="auto">${called}</a><p dir="auto">${plainText(excerpt)}</p></li>`,
  );
  const hint = hits.length === 0 && query !== '' && markup`<p>${words.nothingHint}</p>`;
  return frame({
    ...base(place, { lang, words, up: './', path: 'search' }),
    indexed: false,
    query,
    title: `${title} · ${place.site.title}`,
    body: markup`<nav class="crumbs"><a href="./">${words.back}</a></nav><h1 dir="auto">${title}</h1>${hint}<ul class="hits">${list}</ul>`,
  });
}

/** @param up from the page that was asked for to the front page */
export function troublePage(
  place: PlaceOfPage | undefined,
  trouble: 'missing' | 'busy' | 'broken',
  up: string,
): string {
  const { words, lang } = wordsOf(place ?? {});
  const head = { lang, words, up, path: undefined };
  const back = place && markup`<p><a href="${up}">${words.back}</a></p>`;
  return frame({
    ...(place ? base(place, head) : { ...head, siteTitle: words.help }),
    indexed: false,
    title: words[trouble],
    body: markup`<h1>${words[trouble]}</h1><p>${words[`${trouble}Hint`]}</p>${back}`,
  });
}

const wordsOf = ({ language, languages = [] }: Partial<Pick<PlaceOfPage, 'language' | 'languages'>>) =>
  helpWords(language ?? languages[0]);

function base(
  { site, home }: PlaceOfPage,
  { lang, words, up, path }: { lang: string; words: HelpWords; up: string; path: string | undefined },
): Pick<Page, 'lang' | 'words' | 'up' | 'siteTitle' | 'accent' | 'canonical' | 'chat'> {
  const folders = site.path.split('/').length - 1;
  return {
    lang,
    words,
    up,
    siteTitle: site.title,
    ...(site.accent && { accent: site.accent }),
    ...(path !== undefined && { canonical: `${home}${path}` }),
    ...(site.channelKey && { chat: { channelKey: site.channelKey, root: up + '../'.repeat(folders) } }),
  };
}

function crumbs(words: HelpWords, category?: HelpCategory): Html {
  const named =
    category?.title !== undefined &&
    markup` › <a href="../categories/${encodeURIComponent(category.name)}" dir="auto">${category.title}</a>`;
  return markup`<nav class="crumbs"><a href="../">${words.back}</a>${named}</nav>`;
}

/** Of articles in more than one language the reader may choose; those whose language nobody knows are in each. */
function chosen(categories: readonly HelpCategory[], language: string | undefined): HelpCategory[] {
  if (language === undefined) return [...categories];
  return categories
    .map((category) => ({
      ...category,
      articles: category.articles.filter((one) => !one.language || one.language === language),
    }))
    .filter((category, _, all) => category.articles.length > 0 || all.length === 1);
}

function languagesHtml({ languages, language }: PlaceOfPage, words: HelpWords): Html | undefined {
  if (languages.length < 2) return undefined;
  const link = (to: string | undefined, label: string) => {
    const current = to === language && markup` aria-current="true"`;
    return markup`<a href="./${to && `?lang=${to}`}"${inLanguage(to)}${current}>${label}</a>`;
  };
  const links = [
    link(undefined, words.allLanguages),
    ...languages.map((one) => link(one, nameOfLanguage(one))),
  ];
  return markup`<nav class="languages" aria-label="${words.language}">${links}</nav>`;
}
