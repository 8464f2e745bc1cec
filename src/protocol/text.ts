// Text as it may enter: no NUL (PostgreSQL refuses it), no half of a surrogate pair (JSON and UTF-8 lose it).
const unstorable = /[\0\p{Surrogate}]/gu;

/** Text without the characters that no store keeps. Everything else stays as it was typed. */
export function cleanText(text: string): string {
  return text.replace(unstorable, '');
}
