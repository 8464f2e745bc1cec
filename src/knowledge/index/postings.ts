// The passages that have a term, and what can be made of such lists.

export interface Postings {
  /** Slot and count of each passage in turn, slots ascending; of the array the first `used` pairs. */
  pairs: Int32Array;
  used: number;
}

export const noPostings = (): Postings => ({ pairs: new Int32Array(4), used: 0 });

export function put(postings: Postings, slot: number, often: number): void {
  const { used } = postings;
  if (used * 2 === postings.pairs.length) {
    const larger = new Int32Array(used * 4);
    larger.set(postings.pairs);
    postings.pairs = larger;
  }
  const { pairs } = postings;
  const isLast = used === 0 || pairs[used * 2 - 2]! < slot;
  const at = isLast ? used * 2 : placeOf(postings, slot);
  if (!isLast) pairs.copyWithin(at + 2, at, used * 2);
  pairs[at] = slot;
  pairs[at + 1] = often;
  postings.used += 1;
}

export function drop(postings: Postings, slot: number): void {
  const { pairs, used } = postings;
  const at = placeOf(postings, slot);
  if (at >= used * 2 || pairs[at] !== slot) return;
  pairs.copyWithin(at, at + 2, used * 2);
  postings.used -= 1;
}

/** Where the pair of a slot is, or would be. */
function placeOf({ pairs, used }: Postings, slot: number): number {
  let [from, to] = [0, used];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (pairs[middle * 2]! < slot) from = middle + 1;
    else to = middle;
  }
  return from * 2;
}

/** The passages that have one of them, as if they were the same term. */
export function eitherOf(one: Postings, other: Postings): Postings {
  if (one.used === 0) return other;
  if (other.used === 0) return one;
  const pairs = new Int32Array((one.used + other.used) * 2);
  let [i, j, used] = [0, 0, 0];
  while (i < one.used || j < other.used) {
    const a = i < one.used ? one.pairs[i * 2]! : Infinity;
    const b = j < other.used ? other.pairs[j * 2]! : Infinity;
    pairs[used * 2] = Math.min(a, b);
    pairs[used * 2 + 1] = (a <= b ? one.pairs[i * 2 + 1]! : 0) + (b <= a ? other.pairs[j * 2 + 1]! : 0);
    if (a <= b) i += 1;
    if (b <= a) j += 1;
    used += 1;
  }
  return { pairs, used };
}

/** The passages that have both, each as often as the rarer of them there. */
export function bothOf(one: Postings, other: Postings): Postings {
  const found = noPostings();
  for (let [i, j] = [0, 0]; i < one.used && j < other.used;) {
    const [a, b] = [one.pairs[i * 2]!, other.pairs[j * 2]!];
    if (a === b) put(found, a, Math.min(one.pairs[i * 2 + 1]!, other.pairs[j * 2 + 1]!));
    if (a <= b) i += 1;
    if (b <= a) j += 1;
  }
  return found;
}
