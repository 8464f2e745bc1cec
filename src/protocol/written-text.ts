// What a person wrote. It stands apart from rich-text.ts so that the widget loads no more than it shows.
import { findLinks } from './links';

export interface Span {
  text: string;
  bold?: true;
  italic?: true;
  code?: true;
  strike?: true;
  href?: string;
}

/** A person's text as it was written, links aside: joined again, the spans are the text. Draw it with `white-space: pre-wrap`. */
export function parseWritten(text: string): Span[] {
  const spans: Span[] = [];
  let from = 0;
  for (const { start, end, href } of findLinks(text)) {
    if (start > from) spans.push({ text: text.slice(from, start) });
    spans.push({ text: text.slice(start, end), href });
    from = end;
  }
  if (from < text.length) spans.push({ text: text.slice(from) });
  return spans;
}
