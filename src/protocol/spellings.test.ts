import { spellings } from './spellings';

test('What is looked for is written without accents, and with umlauts spelled out beside that', () => {
  expect(
    Object.fromEntries(
      ['Müller', 'Jose\u0301', 'José', 'Straße', 'Søren', 'Łódź', 'Ærø', 'Crème brûlée'].map((text) => [
        text,
        spellings(text),
      ]),
    ),
  ).toEqual({
    Müller: ['muller', 'mueller'],
    'Jose\u0301': ['jose'],
    José: ['jose'],
    Straße: ['strasse'],
    Søren: ['soren', 'soeren'],
    Łódź: ['lodz'],
    Ærø: ['aero', 'aeroe'],
    'Crème brûlée': ['creme brulee'],
  });
});

test('Umlauts that are written as two signs are the same', () => {
  expect(spellings('Mu\u0308ller')).toEqual(['muller', 'mueller']);
});

test('Other scripts keep their letters', () => {
  expect(spellings('한국어')).toEqual(['한국어']);
  expect(spellings('Чёрный')).toEqual(['черныи']);
  expect(spellings('أحمد 👍🏽')).toEqual(['احمد 👍🏽']);
  expect(spellings('खाता')).toEqual(['खाता']);
});
