// Text as it may enter: no NUL (PostgreSQL refuses it), no half of a surrogate pair (JSON and UTF-8 lose it).
const unstorable = /[\0\p{Surrogate}]/gu;
/** Blank Braille is the one blank that is a symbol by its class. */
const visible = /[^\s\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Text without the characters that no store keeps. Everything else stays as it was typed. */
export function cleanText(text: string): string {
  return text.replace(unstorable, '');
}

/** Whether anybody would see anything of it: not of blanks, joiners, soft hyphens and fillers alone. */
export function isVisible(text: string): boolean {
  return visible.test(text);
}

/** At most `length` UTF-16 units, with "…" where something was cut off; never inside an emoji or between a letter and its accent. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  let end = 0;
  for (const { segment } of new Intl.Segmenter().segment(text.slice(0, length + 64))) {
    if (end + segment.length >= length) break;
    end += segment.length;
  }
  return `${text.slice(0, end).trimEnd()}…`;
}
