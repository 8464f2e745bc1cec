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

it('finds nearly all of the nearest ten that exact numbers find', () => {
  const table = createVectorTable(64_000_000);
  const all = Array.from({ length: 600 }, () => vector(384));
  for (const one of all) table.add(one);
  let common = 0;
  for (let round = 0; round < 10; round += 1) {
    const query = vector(384);
    const best = (cosines: ArrayLike<number>) =>
      all
        .map((_, i) => i)
        .sort((a, b) => cosines[b]! - cosines[a]!)
        .slice(0, 10);
    const exact = best(all.map((one) => dot(unit(one), unit(query))));
    const found = new Set(best(table.cosines(query)!));
    common += exact.filter((i) => found.has(i)).length;
  }
  expect(common / 100).toBeGreaterThanOrEqual(0.98);
});

it('gives a slot that was freed to the next, and begins anew with another model when nothing is kept', () => {
  const table = createVectorTable(1_000_000);
  expect(table.add(Float32Array.of(1, 0))).toBe(0);
  expect(table.add(Float32Array.of(0, 1))).toBe(1);
  expect(table.add(Float32Array.of(1, 1, 1))).toBeUndefined();
  table.free(0);
  expect(table.add(Float32Array.of(0, -1))).toBe(0);
  expect(table.cosines(Float32Array.of(0, 1))![0]).toBeCloseTo(-1, 2);
  expect(table.cosines(Float32Array.of(0, 1, 0))).toBeUndefined();
  table.free(0);
  table.free(1);
  expect(table.add(Float32Array.of(1, 1, 1))).toBe(0);
});

it('takes no more than it may hold', () => {
  const table = createVectorTable(200_000);
  let slots = 0;
  while (table.add(vector(384)) !== undefined) slots += 1;
  expect(slots).toBeGreaterThan(300);
  expect(table.bytes).toBeLessThan(300_000);
  expect(table.cosines(vector(384))).toBeDefined();
});

it('has 0 for a vector of zeros', () => {
  const table = createVectorTable(1_000_000);
  table.add(new Float32Array(16));
  expect(table.cosines(Float32Array.from({ length: 16 }, () => 1))![0]).toBe(0);
});
