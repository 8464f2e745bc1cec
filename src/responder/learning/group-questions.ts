// Questions that want the same, put together: pure.
import { terms } from '../../knowledge/tokenize';

export interface Asked {
  question: string;
  /** Of length 1; absent where there is no model. */
  vector?: Float32Array;
}

/** Questions are as near as that, from 0 (nothing in common) to 1 (the same). */
const near = 0.5;

/**
 * Each question joins the group whose first one it is nearest to, if near enough: one pass, groups times questions.
 * @param unrelated the cosine of two texts that have nothing to do with each other, by the model that made the vectors
 * @returns the largest first; a question without a subject is in none
 */
export function groupQuestions<Q extends Asked>(asked: readonly Q[], unrelated = 0): Q[][] {
  const words = asked.map(({ question }) => terms(question));
  const weight = weights(words);
  const groups: Array<{ first: number; members: Q[] }> = [];
  for (const [index, one] of asked.entries()) {
    if (words[index]!.size === 0) continue;
    let best: (typeof groups)[number] | undefined;
    let most = near;
    for (const group of groups) {
      const shared = overlap(words[index]!, words[group.first]!, weight);
      const alike = Math.max(shared, meaning(one, asked[group.first]!, unrelated));
      if (alike < most) continue;
      most = alike;
      best = group;
    }
    if (best) best.members.push(one);
    else groups.push({ first: index, members: [one] });
  }
  return groups.map(({ members }) => members).sort((a, b) => b.length - a.length);
}

/** A word that few use says more of a question than one that all use. */
function weights(all: ReadonlyArray<ReadonlySet<string>>): (word: string) => number {
  const counts = new Map<string, number>();
  for (const words of all) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return (word) => Math.log(1 + all.length / (counts.get(word) ?? 1));
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>, weight: (word: string) => number): number {
  const sum = (words: Iterable<string>) => [...words].reduce((all, word) => all + weight(word) ** 2, 0);
  const shared = sum([...a].filter((word) => b.has(word)));
  return shared === 0 ? 0 : shared / Math.sqrt(sum(a) * sum(b));
}

function meaning({ vector: a }: Asked, { vector: b }: Asked, unrelated: number): number {
  if (!a || !b) return 0;
  let cosine = 0;
  for (let i = 0; i < a.length; i += 1) cosine += a[i]! * b[i]!;
  return (cosine - unrelated) / (1 - unrelated);
}

/** The shortest that is a whole question; else the shortest of all. */
export function clearest(questions: readonly string[]): string {
  const clear = questions.filter((one) => terms(one).size >= 2 && !one.includes('…'));
  const asking = clear.filter((one) => /[?？]$/u.test(one));
  const among = [asking, clear, questions].find((some) => some.length > 0) ?? [];
  return among.toSorted((a, b) => a.length - b.length)[0] ?? '';
}
