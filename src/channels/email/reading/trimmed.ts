/** Without such characters at both ends. Counted by hand: an expression would begin anew at each of them. */
export function trimmed(text: string, these: RegExp): string {
  let start = 0;
  let end = text.length;
  while (start < end && these.test(text[start]!)) start += 1;
  while (end > start && these.test(text[end - 1]!)) end -= 1;
  return text.slice(start, end);
}
