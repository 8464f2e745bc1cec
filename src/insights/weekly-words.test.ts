import type { FiguresReport } from '../protocol/figures';
import { consoleLanguages } from '../protocol/model/console-languages';
import { weeklyPhrases } from './weekly-phrases';
import { weeklyWords } from './weekly-words';

const totals = {
  conversations: 1_204,
  closed: 100,
  resolvedByAi: 40,
  withPerson: 60,
  firstResponse: { median: 75 },
  nextResponse: { median: 150 },
  resolution: { median: 7_380 },
  averageScore: 4.25,
  rated: 12,
};
const before = { ...totals, averageScore: null, firstResponse: { median: null } };
const report = { totals, before: { totals: before } } as unknown as FiguresReport;
const told = { name: 'Shop', days: { from: '2026-11-16', to: '2026-11-22' }, report };

describe('the weekly letter', () => {
  it('says last week and the one before, with what is not known left out', () => {
    const { subject, text } = weeklyWords({ ...told, link: 'https://shop.test/x' });
    expect(subject).toBe('Conversations of Shop, 16 Nov 2026 to 22 Nov 2026');
    expect(text.split('\n').filter(Boolean)).toEqual([
      '16 Nov 2026 to 22 Nov 2026',
      'Conversations: 1,204; the week before: 1,204',
      'Resolved by the AI: 40 (40 %); the week before: 40',
      'With people: 60; the week before: 60',
      'First response of a person, half within: 1 min',
      'Later responses, half within: 3 min; the week before: 3 min',
      'Until closed, half within: 2 h 3 min; the week before: 2 h 3 min',
      'Rating: 4.3 of 5, by 12',
      'All of it: https://shop.test/x',
      'You get this because you switched it on under Analytics. There it can be switched off, too.',
    ]);
  });

  it('is in the language of the agent, its dates and numbers, too', () => {
    const { subject, text } = weeklyWords({ ...told, link: undefined, language: 'de' });
    expect(subject).toBe('Unterhaltungen von Shop, 16.11.2026 bis 22.11.2026');
    expect(text).toContain('Unterhaltungen: 1.204; in der Woche davor: 1.204');
    expect(text).toContain('Bewertung: 4,3 von 5, von 12');
  });

  it('fills in the same in every language', () => {
    const places = (words: string) => words.match(/\{\w+\}/g)?.sort() ?? [];
    for (const language of consoleLanguages)
      for (const [name, words] of Object.entries(weeklyPhrases[language]))
        expect([language, name, places(words)]).toEqual([
          language,
          name,
          places(weeklyPhrases.en[name as keyof typeof weeklyPhrases.en]),
        ]);
  });
});
