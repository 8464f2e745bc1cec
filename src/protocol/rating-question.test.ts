import { ratingQuestionIn } from './rating-question';

const own = (language: string) => ({ language, text: `asked in ${language}` });
const rateTexts = [own('de'), own('fi'), own('da')];

test('who writes in a language with words of the organization reads those, others the words for all others, else the built-in ones', () => {
  const asked = (spoken: string, rateText?: string, house?: string) =>
    ratingQuestionIn(spoken, { rateTexts, ...(rateText !== undefined && { rateText }) }, house);
  expect(asked('de', 'for all')).toEqual({ text: 'asked in de', subject: 'Wie war es?', language: 'de' });
  expect(asked('fr', 'for all')).toMatchObject({ text: 'for all', language: 'fr' });
  expect(asked('fr', undefined, 'de').text).toContain('Comment était-ce');
  expect(asked('fi')).toEqual({ text: 'asked in fi', subject: 'How was it?', language: 'en' });
});

test('where there are no built-in words it is asked in the language of the organization: by its own words, else by the built-in ones', () => {
  expect(ratingQuestionIn('sv', { rateTexts }, 'de')).toEqual({
    text: 'asked in de',
    subject: 'Wie war es?',
    language: 'de',
  });
  expect(ratingQuestionIn('sv', { rateTexts: [] }, 'es').text).toContain('¿Qué tal ha ido?');
  expect(ratingQuestionIn('sv', { rateTexts }, 'da')).toMatchObject({ text: 'asked in da', language: 'en' });
  expect(ratingQuestionIn('sv', { rateTexts: [] }, undefined).text).toContain('How was it?');
});
