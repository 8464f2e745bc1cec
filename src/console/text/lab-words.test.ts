import { change, countsSaid, draftSaid, isWorse } from './lab-words';

const counts = (right: number, wrong: number) => ({ right, wrong, asked_back: 1, handed_over: 2 });

it('says what came of a run, and how it differs', () => {
  expect(countsSaid(counts(6, 1))).toBe('6 of 10 right, 1 wrong, 1 asked back, 2 handed over');
  expect([change(3, 1), change(1, 3), change(2, 2), change(2, undefined)]).toEqual(['+2', '−2', '', '']);
  expect(isWorse({ counts: counts(6, 1), before: counts(6, 0) })).toBe(true);
  expect(isWorse({ counts: counts(6, 1) })).toBe(false);
});

it('says what a draft tries', () => {
  expect(draftSaid(undefined)).toBe('Today’s settings');
  expect(draftSaid({ caution: 'eager', confidenceFloor: 0.5 })).toBe('Draft: Eager, at least 50 % sure');
  expect(draftSaid({ confidenceFloor: null })).toBe('Draft: measured certainty');
});
