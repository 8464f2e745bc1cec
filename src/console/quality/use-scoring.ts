// What has been scored so far, and which criterion the keys are for.
import { useRef, useState } from 'react';
import type { GivenScores, QualityReview } from '../../protocol/quality';
import { useKey } from '../ui/use-key';
import { valueOfKey } from './score-words';

export interface Given {
  /** Undefined until it is scored. */
  value?: number | null;
  comment: string;
}

const begun = ({ criteria, scores }: QualityReview): Record<string, Given> =>
  Object.fromEntries(
    criteria.map(({ id }) => {
      const known = scores.find(({ criterionId }) => criterionId === id);
      return [id, known ? { value: known.value, comment: known.comment ?? '' } : { comment: '' }];
    }),
  );

/** @param locked nothing is scored: keys only lead through */
export function useScoring(review: QualityReview, locked: boolean) {
  const { criteria } = review;
  const [given, setGiven] = useState(() => begun(review));
  const [comment, setComment] = useState(review.comment ?? '');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const set = (id: string, change: Partial<Given>) =>
    setGiven((now) => ({ ...now, [id]: { ...now[id]!, ...change } }));
  function go(next: number) {
    const index = Math.max(0, Math.min(criteria.length - 1, next));
    setAt(index);
    list.current?.children[index]?.scrollIntoView({ block: 'nearest' });
  }
  function press(key: string) {
    const criterion = criteria[at];
    const value = criterion && valueOfKey(criterion, key);
    if (locked || !criterion || value === undefined) return;
    set(criterion.id, { value });
    go(at + 1);
  }
  useValueKeys(press);
  useKey('j', () => go(at + 1));
  useKey('k', () => go(at - 1));
  useKey('c', () => list.current?.children[at]?.querySelector('textarea')?.focus());
  const complete = criteria.every(({ id }) => given[id]?.value !== undefined);
  return {
    ...{ given, set, at, setAt, list, comment, setComment, complete },
    scores: (): GivenScores['scores'] =>
      criteria.flatMap(({ id }) => {
        const { value, comment: why = '' } = given[id] ?? {};
        return value === undefined
          ? []
          : [{ criterionId: id, value, ...(why.trim() && { comment: why.trim() }) }];
      }),
    /** A person takes the values over, or changes them; the reasons stay the model's. */
    take: (proposal: NonNullable<QualityReview['proposal']>) =>
      setGiven((now) => {
        const taken = proposal.scores.map(({ criterionId, value }): [string, Given] => [
          criterionId,
          { value, comment: now[criterionId]?.comment ?? '' },
        ]);
        return { ...now, ...Object.fromEntries(taken) };
      }),
  };
}

export type Scoring = ReturnType<typeof useScoring>;

/** Always the same ones, in the same order. */
function useValueKeys(press: (key: string) => void): void {
  useKey('0', () => press('0'));
  useKey('1', () => press('1'));
  useKey('2', () => press('2'));
  useKey('3', () => press('3'));
  useKey('4', () => press('4'));
  useKey('5', () => press('5'));
  useKey('y', () => press('y'));
  useKey('n', () => press('n'));
  useKey('x', () => press('x'));
}
