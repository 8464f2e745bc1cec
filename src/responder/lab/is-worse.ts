// Whether a draft does worse than today's settings, by more than the organization lets pass. Pure.
import type { LabRun } from '../../protocol/answer-tests';

type Measured = Pick<LabRun, 'counts' | 'before' | 'asked'>;

/** @param most share of the tests: so many more wrong, or so many fewer right, are let pass */
export function isWorse({ counts, before, asked }: Measured, most: number): boolean {
  if (!before) return false;
  const limit = most * asked;
  return counts.wrong - before.wrong > limit || before.right - counts.right > limit;
}

export function saidWorse({ counts, before, asked }: Measured): string {
  return (
    `Of ${asked} tests this draft gets ${counts.right} right and ${counts.wrong} wrong; ` +
    `today it is ${before?.right} and ${before?.wrong}. It is published only when you confirm it.`
  );
}
