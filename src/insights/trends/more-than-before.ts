// Whether something has become more, beyond chance: pure.

export interface Counted {
  /** Of the last seven days. */
  count: number;
  /** Of each of the four weeks before. */
  before: readonly number[];
}

/** Fewer are noise, whatever they were before. */
export const fewest = 10;
/** Less than that is no news, be it certain. */
const leastRatio = 1.5;
/** Of all that are looked at together (Bonferroni), so that a hundred labels do not make one insight a day by chance. */
const mostChance = 0.01;

/**
 * Two Poisson counts compared: were nothing new, each of the n conversations of the five weeks would be one of the last
 * seven days with probability `share`, and `count` of them or more happened with the probability of the binomial tail.
 * @param share of all conversations of the five weeks, those of the last seven days: what grows with everything is no news
 * @param looked how many things are looked at
 */
export function isMore({ count, before }: Counted, share: number, looked: number): boolean {
  const earlier = before.reduce((sum, one) => sum + one, 0);
  if (count < fewest) return false;
  const expected = (earlier * share) / (1 - share);
  if (count < leastRatio * expected) return false;
  return tail(count, count + earlier, share) < mostChance / Math.max(1, looked);
}

/** Never below what a week is of five: a quiet week makes nothing look like more. */
export const shareOf = ({ count, before }: Counted): number => {
  const all = before.reduce((sum, one) => sum + one, count);
  return Math.min(0.9, Math.max(1 / (before.length + 1), all === 0 ? 0 : count / all));
};

/** P(X >= k) of a binomial of n and p, by logarithms: no count is too large. */
export function tail(k: number, n: number, p: number): number {
  let sum = 0;
  for (let x = k; x <= n; x += 1) {
    const term = Math.exp(logChoose(n, x) + x * Math.log(p) + (n - x) * Math.log1p(-p));
    sum += term;
    // Beyond the mean they fall: what is left does not matter.
    if (x > n * p && term < 1e-18) break;
  }
  return Math.min(1, sum);
}

const logChoose = (n: number, k: number) => logFactorial(n) - logFactorial(k) - logFactorial(n - k);

/** Stirling's series; small ones exactly. */
function logFactorial(n: number): number {
  if (n < 20) {
    let sum = 0;
    for (let x = 2; x <= n; x += 1) sum += Math.log(x);
    return sum;
  }
  return n * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI * n) + 1 / (12 * n) - 1 / (360 * n ** 3);
}
