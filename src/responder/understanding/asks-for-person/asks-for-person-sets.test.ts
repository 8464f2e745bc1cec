// How many requests for a person are understood in whole sets of sentences, and how many others are taken for one.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asksForPerson } from './asks-for-person';

const fixtures = join(__dirname, '../../../../test/fixtures');

type IsMeasured = (text: string, n: number) => boolean;

/**
 * Recall and precision of all languages of a set.
 * @param set a folder of them, or a folder and how its files begin
 */
function measuredSet(set: string, isMeasured: IsMeasured = () => true) {
  const counts = { found: 0, missed: 0, false: 0 };
  const [folder = '', beginning = ''] = set.split('/');
  for (const name of readdirSync(join(fixtures, folder))) {
    if (!name.startsWith(beginning) || !name.endsWith('.txt')) continue;
    const file = join(folder, name);
    const lines = readFileSync(join(fixtures, file), 'utf8').split('\n');
    for (const [n, line] of lines.filter((one) => /^[+-] /.test(one)).entries()) {
      const text = line.slice(2);
      if (!isMeasured(text, n)) continue;
      const isFound = asksForPerson(text);
      if (line.startsWith('+')) counts[isFound ? 'found' : 'missed'] += 1;
      else if (isFound) counts.false += 1;
    }
  }
  const { found, missed, false: falsely } = counts;
  return { recall: found / (found + missed), precision: found / (found + falsely) };
}

const halfOf = (text: string) => createHash('sha256').update(text).digest()[0]! & 1;

// Nothing was learned from either half; the rules were mended by the first.
it.each([
  ['both halves', () => true, 0.95, 0.97],
  ['the half that rules were mended by', (text: string) => halfOf(text) === 0, 0.97, 0.97],
  ['the other half', (text: string) => halfOf(text) === 1, 0.93, 0.96],
] as const)('of a fresh set in ten languages: %s', (_, isMeasured, recall, precision) => {
  const measured = measuredSet('asks-for-person-fresh', isMeasured);
  expect(measured.recall).toBeGreaterThanOrEqual(recall);
  expect(measured.precision).toBeGreaterThanOrEqual(precision);
});

// Examples were added by the halves that were read.
it.each<[string, string, IsMeasured, number, number]>([
  ['everyday words, read', 'plain', (text) => halfOf(text) === 0, 0.95, 0.98],
  ['everyday words, not read', 'plain', (text) => halfOf(text) === 1, 0.9, 0.97],
  ['a fresh set, read', 'fresh', (text) => halfOf(text) === 0, 0.95, 0.97],
  ['a fresh set, not read', 'fresh', (text) => halfOf(text) === 1, 0.83, 0.87],
  ['kinds, read', 'kinds', (_, n) => n % 2 === 0, 0.87, 0.97],
  ['kinds, not read', 'kinds', (_, n) => n % 2 === 1, 0.5, 0.73],
  ['a blind set', 'blind', () => true, 0.58, 0.83],
])('in Bengali, Urdu and Indonesian: %s', (_, set, isMeasured, recall, precision) => {
  const measured = measuredSet(`asks-for-person-south/${set}-`, isMeasured);
  expect(measured.recall).toBeGreaterThanOrEqual(recall);
  expect(measured.precision).toBeGreaterThanOrEqual(precision);
});

// Hard on purpose: .95 of both is what is aimed at, and not reached. Of the kinds, examples were added by the first half.
it.each([
  ['a blind set', 'asks-for-person-blind', () => true, 0.66, 0.9],
  [
    'the half of the kinds that was read',
    'asks-for-person-kinds',
    (_: string, n: number) => n % 2 === 0,
    0.78,
    0.98,
  ],
  ['the other half', 'asks-for-person-kinds', (_: string, n: number) => n % 2 === 1, 0.65, 0.87],
] as const)('what is hard to tell in ten languages: %s', (_, set, isMeasured, recall, precision) => {
  const measured = measuredSet(set, isMeasured);
  expect(measured.recall).toBeGreaterThanOrEqual(recall);
  expect(measured.precision).toBeGreaterThanOrEqual(precision);
});

it('who is angry or complains, and says no more, asks for nobody', () => {
  const files = readdirSync(join(fixtures, 'sentiment')).filter((name) => name.endsWith('.txt'));
  const lines = files.flatMap((file) => readFileSync(join(fixtures, 'sentiment', file), 'utf8').split('\n'));
  const taken = lines.filter((line) => /^[!c-] /.test(line) && asksForPerson(line.slice(2)));
  // Two of 601 do ask for somebody.
  expect(taken.length).toBeLessThanOrEqual(2);
});

it('a long message in Persian is not read with the words of Urdu', () => {
  const words = 'سلام، برای سفر به شیراز یک اتاق می‌خواهم که به مرکز شهر نزدیک باشد و صبحانه هم داشته باشد. ';
  expect(asksForPerson(`${words.repeat(4)}لطفا برای دو شخص`)).toBe(false);
});

it.each(['insurance', 'software'])(
  'of the questions that the %s knowledge base answers, one is taken for a request',
  (set) => {
    const { queries } = JSON.parse(readFileSync(join(fixtures, 'answers', `${set}.json`), 'utf8')) as {
      queries: Array<{ text: string; kind: string }>;
    };
    const taken = queries.filter(({ text, kind }) => kind === 'in_scope' && asksForPerson(text));
    expect(taken.length).toBeLessThanOrEqual(2);
  },
);
