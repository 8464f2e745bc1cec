// What the console says, in the reader's language. The English words in the source are the keys of the catalogs: English
// needs none, and what a catalog has not is said in English.
import type { Wording } from '../../protocol/model/wording';

/** By the English words; of a plural by its `other` form: what a number needs, by the rules of the language. */
export type Catalog = Readonly<Record<string, string | Partial<Record<Intl.LDMLPluralRule, string>>>>;

type Values = Readonly<Record<string, string | number>>;

let catalog: Catalog = {};
let server: Readonly<Record<string, string>> = {};
let sentences: ReadonlySet<string> = new Set();
let forms: readonly Form[] | undefined;
let chosen: string | undefined;
let numbers = new Intl.NumberFormat();
let rules = new Intl.PluralRules('en');

/**
 * Once, before anything else of the console is loaded.
 * @param tag BCP 47
 * @param said the English of what the server says, by code; none: it is shown as it came
 */
export function speak(tag: string, words: Catalog, said: typeof server = {}): void {
  catalog = words;
  server = said;
  sentences = new Set(Object.values(said));
  forms = undefined;
  chosen = tag;
  numbers = new Intl.NumberFormat(tag);
  rules = new Intl.PluralRules(tag);
}

/** For Intl: the reader's language and region; undefined (the system's) where none was chosen, as in a unit test. */
export const locale = (): string | undefined => chosen;

/**
 * The words in the reader's language, with `{name}` filled in; numbers as people write them there.
 * @param english a literal; what stands behind a `|` only says which of two meanings it is, and is not shown
 */
export function t(english: string, values?: Values): string {
  const known = catalog[english];
  return filled(typeof known === 'string' ? known : english.replace(/\|[^|]*$/, ''), values);
}

/** Of a number of things; `{count}` is the number. @param forms literals, in English */
export function plural(count: number, forms: { one: string; other: string }, values?: Values): string {
  const known = catalog[forms.other];
  const words = typeof known === 'object' ? (known[rules.select(count)] ?? known.other) : undefined;
  return filled(words ?? forms[count === 1 ? 'one' : 'other'], { count, ...values });
}

/** What the server says, in the reader's language; without a code, or with one that is not known here, as it came. */
export function said(text: string, wording: Wording | undefined): string {
  const english = wording && Object.hasOwn(server, wording.code) ? server[wording.code] : undefined;
  return english === undefined ? text : t(english, wording?.values);
}

/**
 * What the server keeps as a sentence alone: one of its own, as it stands or with something filled in, is its own code; what
 * others say stays.
 */
export function fixed(text: string): string {
  if (sentences.has(text)) return t(text);
  if (!isTranslated()) return text;
  forms ??= formsOf(sentences);
  for (const { english, pattern } of forms) {
    const values = pattern.exec(text)?.groups;
    if (values)
      return t(english, Object.fromEntries(Object.entries(values).map(([name, it]) => [name, within(it)])));
  }
  return text;
}

/** What is filled in is a sentence itself, or a list of what we know, or what others say. */
const within = (value: string): string => {
  const known = fixed(value);
  const parts = known === value ? value.split(', ') : [];
  return parts.some((part) => sentences.has(part)) ? listed(parts.map(fixed)) : known;
};

interface Form {
  english: string;
  pattern: RegExp;
}

/** Of a shorter one others may have said the like. */
const tellsEnough = 14;

/** The sentences with something filled in; those that say the most themselves come first. */
const formsOf = (all: Iterable<string>): Form[] =>
  [...all]
    .filter((english) => english.includes('{'))
    .sort((a, b) => own(b).length - own(a).length)
    .map((english) => ({
      english,
      pattern: new RegExp(
        `^${english.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{(\w+)\}/g, own(english).length < tellsEnough ? '(?<$1>\\S+)' : '(?<$1>.+?)')}$`,
        's',
      ),
    }));

const own = (english: string): string => english.replace(/\{\w+\}/g, '');

/** Whether the server's English is not what the reader reads. */
export const isTranslated = (): boolean => sentences.size > 0;

/** What a fact of a packet or of the memory is; a name that somebody else gave it stays. */
export const factName = (kind: string): string => said(kind, { code: `fact ${kind}` });

/** A label where it stands within a sentence: languages that write nouns small begin it small there. */
export const midSentence = (label: string): string =>
  /^((en|es|fr|pt)\b|$)/.test(chosen ?? '') ? label.charAt(0).toLowerCase() + label.slice(1) : label;

/** Several of a kind, with the comma of the language. */
export const listed = (parts: ReadonlyArray<string | number | false | undefined>): string =>
  parts.filter((part) => part !== false && part !== undefined && part !== '').join(isArabic() ? '، ' : ', ');

const isArabic = (): boolean => /^ar\b/.test(chosen ?? '');

/** A number as the reader writes it: "1,204". */
export const numeral = (value: number): string => numbers.format(value);

function filled(words: string, values: Values | undefined): string {
  if (!values) return words;
  return words.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : typeof value === 'number' ? numeral(value) : value;
  });
}
