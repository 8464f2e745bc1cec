// What search engines read: schema.org, as JSON-LD.
import type { Article } from '../../protocol/knowledge';
import { plainText } from './article-html';

/** Longest answer in structured data, in UTF-16 units. */
const longestAnswer = 5_000;

interface Place {
  siteTitle: string;
  /** Of the front page. */
  home: string;
  /** Of the page itself. */
  url: string;
}

export function homeData({ siteTitle, home }: Pick<Place, 'siteTitle' | 'home'>): object {
  return {
    '@context': 'https://schema.org',
    '@type': 'WebSite',
    name: siteTitle,
    url: home,
    potentialAction: {
      '@type': 'SearchAction',
      target: { '@type': 'EntryPoint', urlTemplate: `${home}search?q={search_term_string}` },
      'query-input': 'required name=search_term_string',
    },
  };
}

/** A question is a page of one question; whatever else, an article. */
export function articleData(
  { title, content, language, createdAt, updatedAt }: Article,
  { siteTitle, home, url }: Place,
): object {
  const common = {
    url,
    ...(language && { inLanguage: language }),
    datePublished: createdAt,
    dateModified: updatedAt,
    isPartOf: { '@type': 'WebSite', name: siteTitle, url: home },
    publisher: { '@type': 'Organization', name: siteTitle },
  };
  if (!/[?？؟]\s*$/.test(title))
    return {
      '@context': 'https://schema.org',
      '@type': 'Article',
      headline: title.slice(0, 110),
      mainEntityOfPage: url,
      ...common,
    };
  const text = plainText(content).slice(0, longestAnswer);
  return {
    '@context': 'https://schema.org',
    '@type': 'FAQPage',
    name: title,
    ...common,
    mainEntity: [{ '@type': 'Question', name: title, acceptedAnswer: { '@type': 'Answer', text } }],
  };
}
