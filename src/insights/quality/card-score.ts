// What a card makes of the values that a person gave: pure.
import { DomainError, type FieldError } from '../../errors';
import { scaleWords, type Criterion, type GivenScores, type Scored } from '../../protocol/quality';
import { say } from '../../protocol/server-texts/said';

export interface CardScore {
  scores: Scored[];
  /** 0 to 100, with one decimal. */
  score: number;
  failedCritical: boolean;
}

const allowed: Record<Criterion['scale'], readonly number[]> = {
  one_to_five: [1, 2, 3, 4, 5],
  yes_no: [0, 1],
};

export const fits = ({ scale }: Criterion, value: number): boolean => allowed[scale].includes(value);

/** 0 to 1. */
const pointsOf = ({ scale }: Criterion, value: number): number =>
  scale === 'yes_no' ? value : (value - 1) / 4;

/**
 * The mean of the points by weight; 0 once something critical was missed. What does not apply counts for nothing.
 * @throws `invalid`, one entry a criterion that is missing or has a value that its scale does not know
 */
export function scoreBy(criteria: readonly Criterion[], given: GivenScores['scores']): CardScore {
  const errors = errorsOf(criteria, given);
  if (errors.length > 0) throw new DomainError('invalid', say('criteria_missing'), { errors });
  const scores = criteria.map((criterion): Scored => {
    const { value, comment = '' } = given.find(({ criterionId }) => criterionId === criterion.id)!;
    const points = value === null ? null : pointsOf(criterion, value);
    const why = comment.trim();
    return { criterionId: criterion.id, name: criterion.name, value, points, ...(why && { comment: why }) };
  });
  const counted = criteria.flatMap(({ weight, critical }, index) => {
    const points = scores[index]!.points;
    return points === null ? [] : [{ weight, points, missed: critical && points === 0 }];
  });
  const failedCritical = counted.some(({ missed }) => missed);
  const weights = counted.reduce((sum, { weight }) => sum + weight, 0);
  const sum = counted.reduce((total, { weight, points }) => total + weight * points, 0);
  return { scores, score: failedCritical ? 0 : Math.round((1000 * sum) / weights) / 10, failedCritical };
}

function errorsOf(criteria: readonly Criterion[], given: GivenScores['scores']): FieldError[] {
  const errors: FieldError[] = [];
  const ids = given.map(({ criterionId }) => criterionId);
  for (const [index, { criterionId, value }] of given.entries()) {
    const criterion = criteria.find(({ id }) => id === criterionId);
    if (!criterion || ids.indexOf(criterionId) < index)
      errors.push({
        path: `scores.${index}.criterionId`,
        message: 'is no criterion of the card, or named twice',
      });
    else if (value !== null && !fits(criterion, value))
      errors.push({
        path: `scores.${index}.value`,
        message: `must be ${scaleWords[criterion.scale]}, or null`,
      });
  }
  for (const { id, name } of criteria)
    if (!ids.includes(id)) errors.push({ path: 'scores', message: `“${name}” has no value.` });
  if (errors.length === 0 && given.every(({ value }) => value === null))
    errors.push({ path: 'scores', message: 'Score one thing at least, or leave the conversation out.' });
  return errors;
}
