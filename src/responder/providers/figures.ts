// Numbers, amounts and addresses of a text in one form, so that "1.000 €" here and "EUR 1,000" there are the same.
import { formattedLinks } from '../../protocol/rich-text';

const number = /\d+(?:[.,'’\u00a0\u202f]\d+)*/g;
const thousands = /^\d{1,3}(?:[.,'’\u00a0\u202f]\d{3})+$/;

const words: Record<string, number> = {};
const lists = [
  'two three four five six seven eight nine ten eleven twelve',
  'zwei drei vier fünf sechs sieben acht neun zehn elf zwölf',
  'dos tres cuatro cinco seis siete ocho nueve diez once doce',
  'deux trois quatre cinq six sept huit neuf dix onze douze',
];
for (const list of lists) list.split(' ').forEach((word, at) => (words[word] = at + 2));
const tens: Record<string, number> = {
  ...{ fourteen: 14, fifteen: 15, twenty: 20, thirty: 30, forty: 40, fifty: 50, sixty: 60, ninety: 90 },
  ...{ hundred: 100, thousand: 1000, vierzehn: 14, zwanzig: 20, dreißig: 30, hundert: 100, tausend: 1000 },
  ...{
    catorce: 14,
    quince: 15,
    veinte: 20,
    treinta: 30,
    cien: 100,
    quinze: 15,
    vingt: 20,
    trente: 30,
    cent: 100,
  },
};
const byWord = new Map(Object.entries({ ...words, ...tens }));

/** A currency or a share that stands right beside a number. */
const units: ReadonlyArray<readonly [unit: string, pattern: RegExp]> = [
  ['£', /£|\bGBP\b|\bpounds?\b/i],
  ['€', /€|\bEUR\b|\beuros?\b/i],
  ['$', /\$|\bUSD\b|\bdollars?\b/i],
  ['¥', /¥|\bJPY\b|\byen\b/i],
  ['%', /%|\bper ?cent\b|\bprozent\b|\bpor ciento\b|\bpour cent\b/i],
];
/** How far from a number its unit may stand, in UTF-16 units. */
const besideNumber = 9;

/** Numbers, and with their currency or as a share where they have one: "5", "€4.5", "40%"; those in words, too. */
export function figuresIn(text: string): Set<string> {
  const found = writtenFigures(text);
  for (const [word] of text.toLowerCase().matchAll(/\p{L}+/gu)) {
    const value = byWord.get(word);
    if (value !== undefined) found.add(String(value));
  }
  return found;
}

/** Only those in digits. */
export function writtenFigures(text: string): Set<string> {
  const found = new Set<string>();
  for (const { 0: written, index } of text.matchAll(number)) {
    const value = plainNumber(written);
    found.add(value);
    const end = index + written.length;
    const beside = [text.slice(Math.max(0, index - 4), index), text.slice(end, end + besideNumber)];
    for (const [unit, pattern] of units)
      if (beside.some((part) => pattern.test(nearest(part)))) found.add(`${unit}${value}`);
  }
  return found;
}

/** Without what belongs to the next number. */
const nearest = (part: string) => part.split(/[,;\d]/)[0]!;

function plainNumber(written: string): string {
  const [, whole = written, part] = /^(.+)[.,](\d{1,2})$/.exec(written) ?? [];
  const digits = thousands.test(whole) ? whole.replace(/\D/g, '') : whole;
  const value = Number(part === undefined ? digits : `${digits}.${part}`);
  return Number.isNaN(value) ? written : String(value);
}

/** Where links and addresses of a text lead, as the page would make them. */
export function addressesIn(text: string): string[] {
  return formattedLinks(text).map(({ href }) => href);
}
