// The catalogs on the disk, src/console/i18n/catalogs/<language>/<room>.json, and what they lack.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultsOfRefusals } from './refusals';
import { textsOf, type Text } from './texts';

export const languages = ['de', 'es', 'fr', 'pt', 'ar'] as const;

type Words = string | Record<string, string>;
type Catalog = Record<string, Words>;

const folderOf = (root: string, language: string) => join(root, 'src/console/i18n/catalogs', language);

/** What is wrong with the words, as sentences; none: every text is in every catalog. @param root of the repository */
export function faultsOfWords(root: string): string[] {
  const { texts, faults } = textsOf(root);
  const byKey = new Map(texts.map((text) => [text.key, text]));
  const changed = texts
    .filter(({ key, one }) => byKey.get(key)!.one !== one)
    .map(({ key, place }) => `${place}: "${key}" has another form for one, or none, elsewhere.`);
  return [
    ...faults,
    ...faultsOfRefusals(root),
    ...changed,
    ...languages.flatMap((language) => faultsOf(root, language, byKey)),
  ];
}

function faultsOf(root: string, language: string, texts: ReadonlyMap<string, Text>): string[] {
  const where = `src/console/i18n/catalogs/${language}/`;
  const catalog = read(root, language);
  const unused = [...catalog.keys()]
    .filter((key) => !texts.has(key))
    .map((key) => `${where}: nothing says "${key}" any more.`);
  const wrong = [...texts.values()].flatMap((text) => {
    const words = catalog.get(text.key);
    if (words === undefined || words === '')
      return [`${where}${text.room}.json lacks "${text.key}" (${text.place}).`];
    return faultOf(text, words, language).map((fault) => `${where}: "${text.key}" ${fault}.`);
  });
  return [...wrong, ...unused];
}

function faultOf({ key, one }: Text, words: Words, language: string): string[] {
  if (one === undefined)
    return typeof words === 'string' ? differing(key, words) : ['is one text, not a plural'];
  if (typeof words === 'string') return ['needs a form for each number, as {"one": …, "other": …}'];
  const lacking = categories(language).filter((category) => !words[category]);
  const odd = Object.keys(words).filter((category) => !categories(language).includes(category));
  return [
    ...(lacking.length ? [`lacks the form ${lacking.join(', ')}`] : []),
    ...(odd.length ? [`has a form ${odd.join(', ')} that ${language} has not`] : []),
    ...(/^(fr|pt)/.test(language) && /(^|\s)1\b/.test(words.one ?? '')
      ? ['says 1 where it is also said of none']
      : []),
    // What is said of one, two or none may leave the number out.
    ...Object.values(words).flatMap((form) => differing(`${key}{count}`, `${form}{count}`)),
  ];
}

function differing(english: string, words: string): string[] {
  const [wanted, has] = [slots(english), slots(words)];
  return wanted === has
    ? []
    : [`has ${has || 'nothing to fill in'} where the English has ${wanted || 'nothing'}`];
}

/** `{name}` and `<link>` of a text. */
const slots = (words: string): string => [...new Set(words.match(/\{\w+\}|<\/?\w+>/g))].sort().join(' ');

/** What the language tells apart, of the numbers that people meet. */
export function categories(language: string): string[] {
  const rules = new Intl.PluralRules(language);
  return [...new Set(Array.from({ length: 200 }, (_, count) => rules.select(count)))];
}

function read(root: string, language: string): Map<string, Words> {
  const folder = folderOf(root, language);
  const files = existsSync(folder) ? readdirSync(folder).sort() : [];
  const all = files.map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Catalog);
  return new Map(all.flatMap((catalog) => Object.entries(catalog)));
}

/** Puts each text into the file of its room, or of what several rooms say, sorted, without what nobody says any more; what is missing stands there empty. */
export function tidy(root: string): void {
  const rooms = new Map<string, Set<string>>();
  const { texts } = textsOf(root);
  for (const { key, room } of texts) rooms.set(key, (rooms.get(key) ?? new Set()).add(room));
  const plurals = new Set(texts.filter(({ one }) => one !== undefined).map(({ key }) => key));
  for (const language of languages) {
    const known = read(root, language);
    const files: Record<string, Catalog> = {};
    for (const key of [...rooms.keys()].sort()) {
      const [room = '', ...others] = rooms.get(key)!;
      const file = others.length ? 'shared' : room;
      const none = plurals.has(key) ? Object.fromEntries(categories(language).map((one) => [one, ''])) : '';
      (files[file] ??= {})[key] = known.get(key) ?? none;
    }
    const folder = folderOf(root, language);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const [file, catalog] of Object.entries(files))
      writeFileSync(join(folder, `${file}.json`), `${JSON.stringify(catalog, null, 2)}\n`);
  }
}
