import { verdictOf, type Outcome } from './verdict';

const answer = (articleId: string, text = ''): Outcome => ({
  decision: 'answer',
  text,
  sources: [{ articleId }],
});
const ask: Outcome = { decision: 'ask', sources: [{ articleId: 'a' }, { articleId: 'b' }] };
const handover: Outcome = { decision: 'handover', sources: [] };
const smallTalk: Outcome = { decision: 'answer', text: 'You are welcome.', sources: [] };

it('where an article answers, only an answer from it is right', () => {
  const expected = { articleIds: ['a', 'b'] };
  expect(verdictOf(answer('b'), expected)).toBe('right');
  expect(verdictOf(answer('c'), expected)).toBe('wrong');
  expect(verdictOf(smallTalk, expected)).toBe('wrong');
  expect(verdictOf(ask, expected)).toBe('asked_back');
  expect(verdictOf(handover, expected)).toBe('handed_over');
});

it('where a person must answer, only handing over is right', () => {
  const expected = { articleIds: [] };
  expect(verdictOf(handover, expected)).toBe('right');
  expect(verdictOf(answer('a'), expected)).toBe('wrong');
  expect(verdictOf(smallTalk, expected)).toBe('wrong');
  expect(verdictOf(ask, expected)).toBe('asked_back');
});

it('all facts must be in the words, however they are written', () => {
  const expected = { articleIds: [], facts: ['5–10 Tage', 'kostenlos'] };
  expect(verdictOf(answer('a', 'In 5-10  tage, und KOSTENLOS.'), expected)).toBe('right');
  expect(verdictOf(answer('a', 'In 5-10 Tagen.'), expected)).toBe('wrong');
  expect(verdictOf(handover, expected)).toBe('handed_over');
  expect(verdictOf(answer('b', 'kostenlos, 5-10 Tage'), { ...expected, articleIds: ['a'] })).toBe('wrong');
});
