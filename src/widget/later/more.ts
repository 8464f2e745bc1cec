// Words and styles of the parts that are loaded on demand. Other languages have all their words in one file.
import english from '../translations/en-more.json';
import type { Words } from '../translations';
import styles from './more.css?inline';

const sheet = new CSSStyleSheet();
sheet.replaceSync(styles);
document.adoptedStyleSheets.push(sheet);

export function sayMore(
  words: Words,
  key: keyof typeof english,
  values: Record<string, string | number> = {},
): string {
  return words.say(key as never, values, english[key]);
}
