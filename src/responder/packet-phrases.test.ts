import { say, serverWords } from '../protocol/server-texts/said';
import { inLanguage, packetLanguages } from './packet-phrases';
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

test('each phrase is a sentence of the server', () => {
  const english: readonly string[] = Object.values(serverWords);
  expect(Object.keys(translations['de']!).filter((phrase) => !english.includes(phrase))).toEqual([]);
});

test('what is filled in is said as it is, and what is unknown in English', () => {
  const titled = (titles: string) => say('answered_from', { titles });
  expect(inLanguage('de', titled('A $1 {n}'))).toBe('Geantwortet aus: A $1 {n}.');
  expect(inLanguage('xx', titled('A'))).toBe('Answered from A.');
  expect(inLanguage('fr', say('always_for_person', { said: 'data breach' }))).toBe(
    '« data breach » est toujours pour une personne.',
  );
  expect(inLanguage(undefined, say('upset'))).toBe('The customer is upset.');
  expect(inLanguage('de', 'The customer is upset.')).toBe('The customer is upset.');
});
