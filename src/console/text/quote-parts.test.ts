import { quoteParts } from './quote-parts';

it('takes what a mail says and what it quotes apart, in turns', () => {
  expect(quoteParts('Yes.\n\n> When?\n> And where?\n\nAt ten.\n>> older\n')).toEqual([
    { quoted: false, words: 'Yes.' },
    { quoted: true, words: '> When?\n> And where?' },
    { quoted: false, words: 'At ten.' },
    { quoted: true, words: '>> older' },
  ]);
  expect(quoteParts('')).toEqual([]);
});
