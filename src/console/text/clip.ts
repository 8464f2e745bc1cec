// Texts are cut by their length on the way here and on the screen: never inside what a reader sees as one character.
const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The first characters of a text as a reader counts them, and "…" when there are more. */
export function clip(text: string, most: number): string {
  if (text.length <= most) return withoutHalf(text);
  let end = 0;
  let count = 0;
  for (const { segment, index } of characters.segment(text.slice(0, most * 12))) {
    if (count === most) return `${text.slice(0, end).trimEnd()}…`;
    end = index + segment.length;
    count += 1;
  }
  return end < text.length ? `${withoutHalf(text.slice(0, end)).trimEnd()}…` : text;
}

export function firstCharacter(text: string): string {
  return characters.segment(text).containing(0)?.segment ?? '';
}

/** A preview that the server has cut by UTF-16 units may end in half an emoji, or in the joiner of one. */
export function withoutHalf(text: string): string {
  let end = text.length;
  while (end > 0 && /[\u200D\uD800-\uDBFF]/.test(text[end - 1]!)) end -= 1;
  return text.slice(0, end);
}
