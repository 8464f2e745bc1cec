import { inLanguage, packetLanguages, reasonIn } from './packet-phrases';
import { translations } from './packet-phrases';
import { others } from './understanding/more-phrases';
import { western } from './understanding/phrases';

test('every language of small talk has every phrase, with the same places to fill in', () => {
  expect([...packetLanguages].sort()).toEqual(Object.keys({ ...western, ...others }).sort());
  const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();
  for (const phrases of Object.values(translations)) {
    expect(Object.keys(phrases)).toEqual(Object.keys(translations['de']!));
    for (const [english, spoken] of Object.entries(phrases))
      expect([english, places(spoken)]).toEqual([english, places(english)]);
  }
});

test('what is filled in is said as it is, and what is unknown in English', () => {
  expect(inLanguage('de', 'Answered from {titles}.', { titles: 'A $1 {n}' })).toBe(
    'Geantwortet aus: A $1 {n}.',
  );
  expect(inLanguage('xx', 'Answered from {titles}.', { titles: 'A' })).toBe('Answered from A.');
  expect(reasonIn('fr', '"data breach" is always for a person.')).toBe(
    '« data breach » est toujours pour une personne.',
  );
  expect(reasonIn(undefined, 'The customer is upset.')).toBe('The customer is upset.');
});
