import { dot, unit } from './vector-math';
import { createVectorTable } from './vector-table';

let state = 7;
const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
const vector = (length: number) => Float32Array.from({ length }, () => random() - 0.5);

it('has the cosines of all that was put in, to a hundredth', () => {
  const table = createVectorTable(64_000_000);
  const all = Array.from({ length: 5_003 }, () => vector(32));
  all.forEach((one, i) => expect(table.add(one)).toBe(i));
  const query = vector(32);
  const cosines = table.cosines(query)!;
  const exact = all.map((one) => dot(unit(one), unit(query)));
  exact.forEach((cosine, i) => expect(Math.abs(cosines[i]! - cosine)).toBeLessThan(0.01));
  expect(Math.abs(table.cosine(1, 2) - dot(unit(all[1]!), unit(all[2]!)))).toBeLessThan(0.01);
});

it('finds the nearest ten that exact numbers find, in their order', () => {
  const table = createVectorTable(64_000_000);
  const all = Array.from({ length: 5_000 }, () => vector(384));
  for (const one of all) table.add(one);
  let common = 0;
  for (let round = 0; round < 10; round += 1) {
    const query = vector(384);
    const best = (cosines: ArrayLike<number>) =>
      all
        .map((_, i) => i)
        .sort((a, b) => cosines[b]! - cosines[a]!)
        .slice(0, 10);
    const exact = all.map((one) => dot(unit(one), unit(query)));
    const cosines = table.cosines(query)!;
    const nearest = best(exact);
    for (const i of nearest) expect(Math.abs(cosines[i]! - exact[i]!)).toBeLessThan(0.0001);
    const found = best(cosines);
    common += nearest.filter((slot, i) => found[i] === slot).length;
  }
  expect(common / 100).toBeGreaterThanOrEqual(0.99);
});

it('has the cosines of vectors that are as long as any, where sums come near to what 32 bits hold', () => {
  const table = createVectorTable(64_000_000);
  const same = Float32Array.from({ length: 4_096 }, () => 1);
  table.add(same);
  table.add(same.map((value, i) => (i % 2 === 0 ? value : -value)));
  table.add(same.map((value) => -value));
  const cosines = table.cosines(same)!;
  [1, 0, -1].forEach((cosine, i) => expect(cosines[i]).toBeCloseTo(cosine, 4));
});

it('gives a slot that was freed to the next, and begins anew with another model when nothing is kept', () => {
  const table = createVectorTable(1_000_000);
  expect(table.add(Float32Array.of(1, 0))).toBe(0);
  expect(table.add(Float32Array.of(0, 1))).toBe(1);
  expect(table.add(Float32Array.of(1, 1, 1))).toBeUndefined();
  table.free(0);
  expect(table.cosines(Float32Array.of(1, 0))![0]).toBe(0);
  expect(table.add(Float32Array.of(0, -1))).toBe(0);
  expect(table.cosines(Float32Array.of(0, 1))![0]).toBeCloseTo(-1, 2);
  expect(table.cosines(Float32Array.of(0, 1, 0))).toBeUndefined();
  table.free(0);
  table.free(1);
  expect(table.add(Float32Array.of(1, 1, 1))).toBe(0);
});

it('takes no more than it may hold', () => {
  const table = createVectorTable(400_000);
  let slots = 0;
  while (table.add(vector(384)) !== undefined) slots += 1;
  expect(slots).toBeGreaterThan(300);
  expect(table.bytes).toBeLessThan(500_000);
  expect(table.cosines(vector(384))).toBeDefined();
});

it('has 0 for a vector of zeros', () => {
  const table = createVectorTable(1_000_000);
  table.add(new Float32Array(16));
  expect(table.cosines(Float32Array.from({ length: 16 }, () => 1))![0]).toBe(0);
});
