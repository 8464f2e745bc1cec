// The look of the help centre: one sheet in each page, so that nothing is waited for; light, dark and on paper.
import { contrastWithWhite, darkened, parseColour, type Rgb } from '../../protocol/accent';

/** Where an organization has chosen no colour. */
const standard: Rgb = [59, 91, 219];
/** The lightest that white has a contrast of 3.6 on; on our dark ground such a colour has 4.8. */
const darkest = 3.6;

/** @param accent `#rrggbb` */
export function helpStyle(accent: string | undefined): string {
  const colour = (accent !== undefined && parseColour(accent)) || standard;
  const onWhite = darkened(colour);
  return `:root{--accent:${hex(onWhite)};--link:light-dark(${hex(onWhite)},${hex(lightened(colour))})}${sheet}`;
}

const hex = (colour: Rgb) => `#${colour.map((part) => part.toString(16).padStart(2, '0')).join('')}`;

/** Until it can be read on the dark ground. */
function lightened(colour: Rgb): Rgb {
  let next = colour;
  while (contrastWithWhite(next) > darkest)
    next = next.map((part) => Math.min(255, Math.ceil(part + (255 - part) * 0.06))) as Rgb;
  return next;
}

const sheet = `
:root{color-scheme:light dark;--page:light-dark(#fff,#17191d);--soft:light-dark(#f6f7f9,#1e2126);
--line:light-dark(#dfe2e7,#343943);--text:light-dark(#1c2128,#e7e9ec);--quiet:light-dark(#5a6370,#a3abb8);
font:16px/1.6 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);overflow-wrap:anywhere;-webkit-text-size-adjust:100%}
a{color:var(--link)}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:4px}
.skip{position:absolute;inset-inline-start:-999px}.skip:focus{inset-inline-start:8px;top:8px;background:var(--page);padding:8px}
.wide{max-width:960px;margin:0 auto;padding:0 20px}
.top{background:var(--accent);color:#fff;padding:20px 0}
.top :focus-visible{outline-color:#fff}
.brand{color:#fff;text-decoration:none;font-size:18px;font-weight:600}
.top form{display:flex;gap:8px;margin-top:16px;max-width:640px}
.home .top{padding:32px 0 40px}.home .top h1{margin:24px 0 0;font-size:28px;line-height:1.25}
.top input{flex:1;min-width:0;height:44px;padding:0 14px;border:1px solid #fff;border-radius:8px;font:inherit;background:#fff;color:#1c2128}
.top input::placeholder{color:#5a6370;opacity:1}
.top button{height:44px;padding:0 18px;border:1px solid #fff;border-radius:8px;font:inherit;font-weight:600;background:transparent;color:#fff;cursor:pointer}
.top button:hover{background:#fff;color:var(--accent)}
main{padding:28px 0 64px}
h1{font-size:28px;line-height:1.25;margin:0 0 8px}
h2{font-size:20px;line-height:1.3;margin:32px 0 8px}h3{font-size:17px;margin:24px 0 6px}h4{font-size:16px;margin:20px 0 6px}
p{margin:0 0 14px}ul,ol{margin:0 0 14px;padding-inline-start:24px}li{margin:4px 0}
.depth1{margin-inline-start:24px}.depth2{margin-inline-start:48px}.depth3{margin-inline-start:72px}
.topics{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,280px),1fr));gap:16px}
.topics section{border:1px solid var(--line);border-radius:8px;padding:16px 18px;background:var(--soft)}
.topics h2{margin:0 0 8px;font-size:17px}
.topics h2 a{color:inherit;text-decoration:none}.topics h2 a:hover{text-decoration:underline}
.list{list-style:none;padding:0;margin:0}.list li{margin:0}
.list a{display:block;padding:6px 0;text-decoration:none}.list a:hover{text-decoration:underline}
.hits{list-style:none;padding:0}.hits li{padding:14px 0;border-bottom:1px solid var(--line)}
.hits a{font-size:17px;font-weight:600;text-decoration:none}.hits a:hover{text-decoration:underline}
.hits p{margin:4px 0 0;color:var(--quiet);display:-webkit-box;-webkit-line-clamp:3;-webkit-box-orient:vertical;overflow:hidden}
.crumbs{font-size:14px;color:var(--quiet);margin:0 0 16px}.crumbs a{color:inherit}
.quiet{color:var(--quiet);font-size:14px}
article{max-width:720px}
.table{overflow-x:auto;margin:0 0 14px}table{border-collapse:collapse;width:100%;font-size:15px}
th,td{border:1px solid var(--line);padding:8px 10px;text-align:start;vertical-align:top}th{background:var(--soft)}
.pages,.languages{display:flex;flex-wrap:wrap;gap:4px 16px;margin-top:24px;font-size:14px}
.languages{border-top:1px solid var(--line);padding-top:16px}.languages [aria-current]{font-weight:600;color:var(--text);text-decoration:none}
@media(pointer:coarse){.list a,.languages a,.pages a,.crumbs a{min-height:44px;display:inline-flex;align-items:center}.list a{display:flex}}
@media(max-width:480px){h1,.home .top h1{font-size:24px}}
@media print{:root{color-scheme:light}.top form,.crumbs,.languages,.pages,.skip{display:none}.top{background:none;color:#000;padding:0 0 12px;border-bottom:1px solid #999}
.brand{color:#000}.wide{max-width:none;padding:0}main{padding:16px 0}article{max-width:none}h2,h3,h4{break-after:avoid}table,li{break-inside:avoid}
article a[href^="http"]::after{content:" (" attr(href) ")";font-size:13px}}
`.replace(/\n/g, '');
