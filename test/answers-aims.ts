// What the project asks of its answers, over all sets that were measured.
import type { Evaluated, Ranking } from './answers-evaluation';

export interface Measured {
  name: string;
  plain: Ranking;
  alone: Evaluated;
  withExamples: Evaluated;
}

export interface Aim {
  /** What was measured, and what is asked. */
  what: string;
  isMet: boolean;
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
const points = (share: number) => `${share >= 0 ? '+' : ''}${(share * 100).toFixed(1)}`;

export function aimsOf(rows: readonly Measured[]): Aim[] {
  const mean = (of: (row: Measured) => number) => rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
  const gain = mean(({ plain, alone }) => alone.top1 - plain.top1);
  const area = mean(({ plain, alone }) => alone.auc - plain.auc);
  const learned = mean(({ plain, withExamples }) => withExamples.top1 - plain.top1);
  const below = rows.filter(({ plain, alone }) => alone.top1 < plain.top1 || alone.auc < plain.auc);
  const balanced = rows.map(
    ({ alone }) => alone.consequences.find(({ setting }) => setting === 'balanced') ?? alone.consequences[0]!,
  );
  const wrong = Math.max(...balanced.map(({ inScope }) => inScope.wrong));
  const falsely = Math.max(...balanced.map(({ outOfScope }) => outOfScope.answered));
  const belowOn = below.length === 0 ? 'no set' : below.map(({ name }) => name).join(', ');
  return [
    { what: `below BM25 on ${belowOn}`, isMet: below.length === 0 },
    { what: `top-1 ${points(gain)} points (18)`, isMet: gain >= 0.18 },
    { what: `area ${area.toFixed(3)} above (.160)`, isMet: area >= 0.16 },
    { what: `top-1 with examples ${points(learned)} points (25)`, isMet: learned >= 0.25 },
    { what: `at balanced wrong at most ${percent(wrong)} (5)`, isMet: wrong <= 0.05 },
    { what: `out of scope answered at most ${percent(falsely)} (5)`, isMet: falsely <= 0.05 },
  ];
}
