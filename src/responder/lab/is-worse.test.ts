import { isWorse } from './is-worse';

const counts = (right: number, wrong: number) => ({ right, wrong, asked_back: 0, handed_over: 0 });

it('a draft is worse with more wrong answers, or fewer right ones, than the organization lets pass', () => {
  const before = counts(80, 5);
  const of = (right: number, wrong: number) =>
    isWorse({ counts: counts(right, wrong), before, asked: 100 }, 0.02);
  expect([of(80, 5), of(78, 7), of(90, 7)]).toEqual([false, false, false]);
  expect([of(77, 5), of(90, 8)]).toEqual([true, true]);
  expect(isWorse({ counts: counts(0, 9), asked: 9 }, 0)).toBe(false);
});
