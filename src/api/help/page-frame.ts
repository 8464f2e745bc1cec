// What every page of the help centre has around it, and what the browser may do there: nothing but show it, and the chat.
import { createHash } from 'node:crypto';
import { Html, markup } from '../../tools/html';
import { helpStyle } from './style';
import type { HelpWords } from './help-texts';

export interface Page {
  lang: string;
  words: HelpWords;
  siteTitle: string;
  accent?: string;
  /** From the page to the front page: "./", "../". */
  up: string;
  title: string;
  description?: string;
  /** Its one address. */
  canonical?: string;
  /** False: search engines leave it out. */
  indexed?: boolean;
  /** Stands above the search field, which is large then. */
  heading?: string;
  /** What was searched. */
  query?: string;
  body: Html;
  /** JSON-LD. */
  data?: Html;
  /** `root`: from the page to the root of the server. */
  chat?: { channelKey: string; root: string };
}

export function frame(page: Page): string {
  const { lang, words, siteTitle, up, heading } = page;
  const form = markup`<form role="search" action="${up}search" method="get"><input type="search" name="q" maxlength="200" dir="auto" aria-label="${words.searchLabel}" placeholder="${words.searchLabel}" value="${page.query ?? ''}"><button>${words.search}</button></form>`;
  return markup`<!doctype html>
<html lang="${lang}">
<head>
${headOf(page)}
</head>
<body${heading !== undefined && markup` class="home"`}>
<a class="skip" href="#content">${words.skip}</a>
<header class="top"><div class="wide"><a class="brand" href="${up}" dir="auto">${siteTitle}</a>${heading !== undefined && markup`<h1>${heading}</h1>`}
${form}</div></header>
<main id="content"><div class="wide">
${page.body}
</div></main>
</body>
</html>
`.text;
}

function headOf({ title, description, canonical, indexed, data, accent, chat, heading }: Page): Html {
  // The only word of others in the style sheet is a colour that was parsed.
  const style = new Html(helpStyle(accent));
  const colour = accent !== undefined && markup` data-accent="${accent}"`;
  const parts = [
    markup`<meta charset="utf-8">`,
    markup`<meta name="viewport" content="width=device-width, initial-scale=1">`,
    markup`<title>${title}</title>`,
    description && markup`<meta name="description" content="${description}">`,
    markup`<meta name="robots" content="${indexed === false ? 'noindex' : 'index, follow'}">`,
    canonical && markup`<link rel="canonical" href="${canonical}">`,
    markup`<meta property="og:title" content="${title}">`,
    markup`<meta property="og:type" content="${heading === undefined ? 'article' : 'website'}">`,
    markup`<style>${style}</style>`,
    data && markup`<script type="application/ld+json">${data}</script>`,
    chat &&
      markup`<script async src="${chat.root}widget.js" data-channel-key="${chat.channelKey}"${colour}></script>`,
  ];
  return markup`${parts.filter((part) => part instanceof Html).map((part) => markup`${part}\n`)}`;
}

/** Styles by their hash, scripts only those of this server. */
export function policyOf(accent: string | undefined): string {
  const hash = createHash('sha256').update(helpStyle(accent)).digest('base64');
  return [
    "default-src 'none'",
    `style-src 'sha256-${hash}'`,
    "script-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "img-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
  ].join('; ');
}
