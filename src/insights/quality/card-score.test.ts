import type { Criterion } from '../../protocol/quality';
import { DomainError } from '../../errors';
import { scoreBy } from './card-score';

const criterion = (id: string, more: Partial<Criterion> = {}): Criterion => ({
  ...{ id, name: id, good: 'Well', weight: 1, scale: 'one_to_five', critical: false },
  ...more,
});
const stars = criterion('stars', { weight: 3 });
const yesNo = criterion('yesNo', { scale: 'yes_no' });
const scored = (criteria: Criterion[], values: Record<string, number | null>) =>
  scoreBy(
    criteria,
    Object.entries(values).map(([criterionId, value]) => ({ criterionId, value })),
  );
const errorsOf = (criteria: Criterion[], values: Record<string, number | null>) => {
  try {
    return scored(criteria, values).score;
  } catch (error) {
    return (error as DomainError).errors?.map(({ path }) => path);
  }
};

test('A score is the mean by weight, and what does not apply counts for nothing', () => {
  expect(scored([stars, yesNo], { stars: 5, yesNo: 1 }).score).toBe(100);
  expect(scored([stars, yesNo], { stars: 3, yesNo: 1 }).score).toBe(62.5);
  expect(scored([stars, yesNo], { stars: 2, yesNo: 0 }).score).toBe(18.8);
  expect(scored([stars, yesNo], { stars: null, yesNo: 1 }).score).toBe(100);
});

test('Something critical that is missed makes the whole 0; what does not apply misses nothing', () => {
  const critical = { ...yesNo, critical: true };
  expect(scored([stars, critical], { stars: 5, yesNo: 0 })).toMatchObject({ score: 0, failedCritical: true });
  expect(scored([stars, critical], { stars: 1, yesNo: 1 })).toMatchObject({
    score: 25,
    failedCritical: false,
  });
  expect(scored([stars, critical], { stars: 5, yesNo: null }).failedCritical).toBe(false);
  expect(scored([{ ...stars, critical: true }], { stars: 1 }).failedCritical).toBe(true);
  expect(scored([{ ...stars, critical: true }], { stars: 2 }).failedCritical).toBe(false);
});

test('What is missing, named twice, of no criterion or beyond its scale is refused where it stands', () => {
  expect(errorsOf([stars, yesNo], { stars: 5 })).toEqual(['scores']);
  expect(errorsOf([stars], { stars: 0 })).toEqual(['scores.0.value']);
  expect(errorsOf([yesNo], { yesNo: 2 })).toEqual(['scores.0.value']);
  expect(errorsOf([yesNo], { yesNo: 1, other: 1 })).toEqual(['scores.1.criterionId']);
  expect(errorsOf([stars, yesNo], { stars: null, yesNo: null })).toEqual(['scores']);
});
