// The page that a customer comes to from the letter that asks how it was: without a script; what is pressed there counts.
import { createHash } from 'node:crypto';
import { faces, ratingWords, type RatingWords } from '../../protocol/rating-words';
import { Html, markup } from '../../tools/html';
import { helpStyle } from '../help/style';

export interface Framed {
  /** Its name; empty where nobody knows whose page it is. */
  organization: string;
  accent?: string;
  /** ISO 639-1 */
  language: string;
}

export interface RatingPage extends Framed {
  /** What they have said so far, or pressed in the letter. */
  score?: number;
  comment?: string;
  /** Where the form goes, and the letter's own links: relative to this page. */
  at: { rate: string; stop: string; resume: string };
}

export const longestComment = 2_000;

export type Trouble = 'gone' | 'over' | 'refused' | 'busy';

/** @param said above the form: that it was taken, or what is missing */
export function ratePage(page: RatingPage, said?: 'thanks' | 'choose'): string {
  const { words } = ratingWords(page.language);
  const note =
    said === 'thanks'
      ? markup`<p class="note" role="status"><strong>${words.thanks}</strong> ${words.change}</p>`
      : said && markup`<p class="note" role="alert">${words.choose}</p>`;
  return frame(
    page,
    said === 'thanks' ? words.thanks : words.subject,
    markup`<h1>${words.question}</h1>${note}
<form method="post" action="${page.at.rate}">
<fieldset class="faces"><legend class="hidden">${words.subject}</legend>${choices(page, words)}</fieldset>
<label for="comment">${words.comment}</label>
<textarea id="comment" name="comment" rows="4" maxlength="${longestComment}" dir="auto">${page.comment}</textarea>
<button class="go">${words.send}</button>
</form>
<p class="quiet"><a href="${page.at.stop}">${words.stop}</a></p>`,
  );
}

function choices({ score }: RatingPage, { scores }: RatingWords): Html[] {
  return faces.map((face, at) => {
    const checked = score === at + 1 && markup` checked`;
    return markup`<label class="face"><input type="radio" name="score" value="${at + 1}" required${checked}><span class="sign" aria-hidden="true">${face}</span><span>${scores[at]}</span></label>`;
  });
}

interface StopPage extends Pick<RatingPage, 'at'>, Framed {
  /** It can be rated no more. */
  isOver: boolean;
}

/** Whether they are asked any more, and one press to change it. */
export function stopPage(page: StopPage, now: 'asked' | 'stopped' | 'resumed'): string {
  const { words } = ratingWords(page.language);
  const back = !page.isOver && markup`<p><a href="${page.at.rate}">${words.subject}</a></p>`;
  const body = {
    asked: markup`<h1>${words.stop}</h1><p>${words.stopAsk}</p>${press(page.at.stop, words.stop)}`,
    stopped: markup`<h1>${words.stopped}</h1>${press(page.at.resume, words.resume)}${back}`,
    resumed: markup`<h1>${words.resumed}</h1>${back}`,
  };
  return frame(page, now === 'asked' ? words.stop : words[now], body[now]);
}

const press = (place: string, word: string): Html =>
  markup`<form method="post" action="${place}"><button class="go">${word}</button></form>`;

export function troublePage(page: Framed, trouble: Trouble): string {
  const { words } = ratingWords(page.language);
  const hint = trouble === 'refused' ? undefined : words[`${trouble}Hint`];
  const body = markup`<h1>${words[trouble]}</h1>${hint !== undefined && markup`<p>${hint}</p>`}`;
  return frame(page, words[trouble], body);
}

function frame({ organization, accent, language }: Framed, title: string, body: Html): string {
  const { lang } = ratingWords(language);
  // The only word of others in the style sheet is a colour that was parsed.
  const style = new Html(styleOf(accent));
  return markup`<!doctype html>
<html lang="${lang}" dir="${lang === 'ar' ? 'rtl' : 'ltr'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}${organization !== '' && ` · ${organization}`}</title>
<style>${style}</style>
</head>
<body>
<header class="top"><div class="wide"><span class="brand" dir="auto">${organization}</span></div></header>
<main id="content"><div class="wide">
${body}
</div></main>
</body>
</html>
`.text;
}

const styleOf = (accent: string | undefined) => helpStyle(accent) + own;

/** Styles by their hash, no script at all, and forms to this server only. */
export function policyOf(accent: string | undefined): string {
  const hash = createHash('sha256').update(styleOf(accent)).digest('base64');
  return `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
}

const own = `
.wide{max-width:600px}.brand{display:block;min-height:1.6em}
.hidden{position:absolute;inset-inline-start:-999px}
.note{background:var(--soft);border:1px solid var(--line);border-radius:8px;padding:12px 16px}
.faces{display:grid;grid-template-columns:repeat(5,1fr);gap:8px;border:0;padding:0;margin:20px 0}
.face{display:flex;flex-direction:column;align-items:center;gap:4px;min-height:88px;padding:10px 4px;border:1px solid var(--line);border-radius:8px;font-size:14px;line-height:1.3;text-align:center;cursor:pointer}
.face:has(:checked){border-color:var(--link);box-shadow:inset 0 0 0 1px var(--link);font-weight:600}
.face:has(:focus-visible){outline:2px solid var(--link);outline-offset:2px}
.face input{position:absolute;opacity:0}.sign{font-size:32px;line-height:1.2}
textarea{display:block;width:100%;margin:6px 0 16px;padding:10px 14px;border:1px solid var(--line);border-radius:8px;font:inherit;background:var(--page);color:var(--text)}
.go{min-height:44px;padding:0 20px;border:0;border-radius:8px;font:inherit;font-weight:600;background:var(--accent);color:#fff;cursor:pointer}
form+.quiet{margin-top:32px}
@media(max-width:480px){.faces{gap:4px}.face{padding:8px 2px;font-size:12px}}
`.replace(/\n/g, '');
