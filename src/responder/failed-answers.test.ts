import { failedAnswers } from './failed-answers';
import type { Turn } from './transcript';

const refunds = { articleId: 'a', chunkId: 'a#0', title: 'Refunds', excerpt: 'Five days.', score: 0.6 };
const customer = (text: string): Turn => ({ sender: 'customer', text });
const ai = (text: string, more: Partial<Turn> = {}): Turn => ({
  sender: 'ai',
  text,
  sources: [refunds],
  ...more,
});
const asked = customer('How long does my refund take?');

test.each<[string, Turn[], number]>([
  ['nothing said of it', [asked, ai('Five days.')], 0],
  ['it did not help', [asked, ai('Five days.'), customer('that did not help')], 1],
  [
    'said twice of one answer',
    [
      asked,
      ai('Five days.'),
      customer('not helpful'),
      ai('I am sorry.', { sources: [] }),
      customer('that did not help'),
    ],
    1,
  ],
  [
    'two did not help',
    [asked, ai('Five days.'), customer('not helpful'), ai('Six days.'), customer('das hilft nicht')],
    2,
  ],
  [
    'asked again, twice',
    [
      asked,
      ai('Five days.'),
      customer('How long does my refund take??'),
      ai('Five days.'),
      customer('my refund, how long does it take'),
    ],
    2,
  ],
  ['another question', [asked, ai('Five days.'), customer('Do you ship to Norway?')], 0],
  ['a thumb down', [asked, ai('Five days.', { helpful: false }), customer('not helpful')], 1],
  [
    'another answer since',
    [asked, ai('Five days.'), customer('not helpful'), ai('Six days.'), customer('Thanks')],
    0,
  ],
  ['before any answer', [customer('that did not help'), customer('that did not help')], 0],
])('%s', (_, turns, count) => expect(failedAnswers(turns)).toBe(count));
