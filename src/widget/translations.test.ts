import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import en from './translations/en.json';
import more from './translations/en-more.json';
import { createWords } from './translations';

const folder = join(__dirname, 'translations');
const english = { ...en, ...more };
const tables = readdirSync(folder)
  .filter((name) => !name.startsWith('en'))
  .map(
    (name) => [name, JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, string>] as const,
  );
const holes = (text: string) => text.match(/\{\w+\}/g)?.sort() ?? [];

describe('the words', () => {
  test.each(tables)('%s has every word of English, with the same places to fill in', (_, table) => {
    expect(Object.keys(table).sort()).toEqual(Object.keys(english).sort());
    for (const [key, text] of Object.entries(english))
      expect([key, holes(table[key]!)]).toEqual([key, holes(text)]);
  });

  test('fill in their values', () => {
    expect(createWords('en', en).say('new', { n: 2 })).toBe('2 new');
  });

  test('say when, in the language of the reader', () => {
    expect(createWords('de', en).day(Date.now())).toBe('heute');
    expect(createWords('en', en).day(Date.now())).toBe('today');
    expect(createWords('en', en).day(Date.now() - 86_400_000)).toBe('yesterday');
  });

  test('fall back to English for a language that nobody knows', () => {
    expect(createWords('!!', en).locale).toBe('en');
  });

  test('the bar of a lost connection says exactly what the design says', () => {
    expect(en.offline).toBe('Not connected. Your message is kept and will be sent.');
  });
});
