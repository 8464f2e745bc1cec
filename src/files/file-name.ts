// A name that came from outside, fit for a header, a list and a disk: no folders, no control or direction characters.

const longest = 120;
const unseen = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

export function cleanFileName(given: string): string {
  const last = given.split(/[/\\]/).at(-1) ?? '';
  const name = last
    .normalize('NFC')
    .replace(unseen, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+/, '');
  return withoutEnd(shortened(withoutEnd(name))) || 'file';
}

/** Without dots and spaces at the end. Counted back by hand: an expression would begin anew at each of them. */
function withoutEnd(name: string): string {
  let end = name.length;
  while (end > 0 && /[\s.]/.test(name[end - 1]!)) end -= 1;
  return name.slice(0, end);
}

/** The extension stays: it tells people what the file is. */
function shortened(name: string): string {
  const letters = [...name];
  if (letters.length <= longest) return name;
  const extension = [...(/\.[\p{L}\p{N}]{1,10}$/u.exec(name)?.[0] ?? '')];
  return [...letters.slice(0, longest - extension.length), ...extension].join('');
}
