// Ten thousand characters of anything are read without holding up everybody else.
import { cpuTime } from '../../test/dev-env/cpu-time';
import { chunk } from '../knowledge/chunk';
import { excerpt } from '../knowledge/excerpt';
import { languageOf } from '../knowledge/language';
import { asksForPerson } from './understanding/asks-for-person/asks-for-person';
import { extractDetails } from './understanding/extracted-details';
import { isAngry, sentimentOf } from './understanding/sentiment';
import { plainText } from './plain-text';
import { cleanAnswer, createDraft } from './providers/clean-answer';
import { figuresIn } from './providers/figures';
import { maskSecrets } from './providers/mask-secrets';
import { shortAnswer } from './providers/short-answer';
import { questionsIn } from './questions';
import { chosenOption } from './clarifying-question';
import { smallTalk } from './understanding/small-talk';

const times = (piece: string) => piece.repeat(Math.ceil(10_000 / piece.length)).slice(0, 10_000);
const texts = [
  'a',
  '1',
  'a.',
  '**a ',
  '__a',
  '[a](',
  '![',
  '<a ',
  '`',
  '# ',
  'order ',
  'order no. ',
  'talk to a ',
  'thanks ',
  'hi there ',
  '+1 ',
  '1,',
  '@',
  'a@',
  '//',
  '#1',
  'HANDOVER ',
  '[1',
  '인',
  '人と',
  'quiero ',
  '\n',
  '{}\\"',
];
const readers: Record<string, (text: string) => unknown> = {
  asksForPerson,
  extractDetails: (text) => extractDetails([text]),
  isAngry,
  sentimentOf: (text) => sentimentOf([text]),
  smallTalk: (text) => smallTalk([{ sender: 'customer', text }]),
  languageOf,
  plainText,
  cleanAnswer: (text) => cleanAnswer(text.slice(0, 4_000), []),
  maskSecrets,
  figuresIn,
  draft: (text) => createDraft([], () => {})(text),
  chunk: (text) => chunk('a', text),
  questionsIn,
  chosenOption: (text) => chosenOption([{ articleId: 'a', title: text }], text),
  shortAnswer: (text) =>
    shortAnswer(
      { title: text.slice(0, 300), heading: '', text: text.slice(0, 3_000) },
      { question: text, said: text },
    ),
  excerpt: (text) => excerpt(text.slice(0, 3_000), text.slice(0, 1_000)),
};

it('an article of 200,000 characters without a space is cut in seconds', () => {
  const took = cpuTime(() => expect(chunk('a', '人と'.repeat(100_000)).length).toBeGreaterThan(100));
  expect(took).toBeLessThan(10_000);
});

it.each(Object.entries(readers))('%s', (_, read) => {
  const slow = texts.flatMap((piece) => {
    const took = cpuTime(() => read(times(piece)));
    return took > 3_000 ? [`${piece}: ${took.toFixed(0)} ms`] : [];
  });
  expect(slow).toEqual([]);
});
