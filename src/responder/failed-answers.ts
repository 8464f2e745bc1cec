// How often the AI answered and it did not help: said so, or asked the same again. Pure.
import { terms } from '../knowledge/tokenize';
import { saysUnhelpful } from './understanding/small-talk';
import type { Turn } from './transcript';

/** So much of what was asked must come again. */
const alike = 0.8;

/** Questions that one is compared with: who asks the same again does so soon. */
const recent = 10;

/** Each answer out of articles counts once; 0 when the last one is not among them. */
export function failedAnswers(turns: readonly Turn[]): number {
  const failed = new Set<number>();
  const asked: Array<Set<string>> = [];
  let answer = -1;
  turns.forEach((turn, index) => {
    if (turn.sender !== 'customer') {
      answer = turn.sender === 'ai' && turn.sources?.length ? index : answer;
      if (turn.helpful === false) failed.add(index);
      return;
    }
    const words = terms(turn.text);
    const isAgain =
      answer >= 0 && words.size > 1 && asked.slice(-recent).some((before) => overlap(before, words) >= alike);
    if (answer >= 0 && (isAgain || saysUnhelpful(turn.text))) failed.add(answer);
    asked.push(words);
  });
  return failed.has(answer) ? failed.size : 0;
}

function overlap(some: ReadonlySet<string>, others: ReadonlySet<string>): number {
  const shared = [...some].filter((one) => others.has(one)).length;
  const all = some.size + others.size - shared;
  return all === 0 ? 0 : shared / all;
}
