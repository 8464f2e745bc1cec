// A text as it is looked for: in lower case, without accents, and once more as people write it who have no umlauts.
// PostgreSQL does the same to what it looks through itself (migrations/1700000000580-spellings.ts).

/** What takes more than leaving out an accent. */
const plainLetters: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th', ø: 'o', ł: 'l', đ: 'd', ð: 'd', ħ: 'h', ı: 'i' },
};
const spelledOut: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', å: 'aa', ø: 'oe' };

const english = /^[\0-\x7f]*$/;
const accent = /^[\u0300-\u036f]$/;
const hangul = /^[\uac00-\ud7a3]$/;

/** @param sign one code point; @returns what it is looked for as, '' for an accent that stands by itself */
export function plainSign(sign: string, spelling: 'plain' | 'out'): string {
  const small = sign.toLowerCase();
  const known = (spelling === 'out' ? spelledOut[small] : undefined) ?? plainLetters[small];
  if (known !== undefined) return known;
  if (accent.test(sign)) return '';
  // What its script puts together of several letters is none of them.
  return sign.length > 1 || hangul.test(sign) ? small : small.normalize('NFD')[0]!;
}

/** "Müller" is ["muller", "mueller"], "Miller" is ["miller"]. */
export function spellings(text: string): string[] {
  if (english.test(text)) return [text.toLowerCase()];
  const signs = [...text.normalize('NFC')];
  const [plain, out] = (['plain', 'out'] as const).map((spelling) =>
    signs.map((sign) => plainSign(sign, spelling)).join(''),
  );
  return plain === out ? [plain!] : [plain!, out!];
}

/** Whether a text has what is asked in it, in any of their spellings. */
export function isLike(text: string, asked: string): boolean {
  const wanted = spellings(asked);
  return spellings(text).some((one) => wanted.some((other) => one.includes(other)));
}
