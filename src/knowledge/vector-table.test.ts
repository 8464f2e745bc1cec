import { createVectorTable } from './vector-table';

const x = Float32Array.of(2, 0);
const y = Float32Array.of(0, 3);

it('gives the cosine of each with a query, and the room of what was freed to the next', () => {
  const table = createVectorTable(1_000);
  const [a, b] = [table.add(x)!, table.add(y)!];
  expect([a, b].map((slot) => table.cosine(slot, Float32Array.of(1, 0)))).toEqual([1, 0]);
  table.free(a);
  expect(table.add(y)).toBe(a);
  expect(table.cosine(a, Float32Array.of(0, 1))).toBe(1);
});

it('takes no more than it has room for, and keeps what it has', () => {
  const table = createVectorTable(64 * 8);
  const slots = Array.from({ length: 100 }, () => table.add(x));
  expect(slots.filter((slot) => slot !== undefined)).toHaveLength(64);
  expect(table.bytes).toBe(64 * 8);
  expect(table.cosine(63, Float32Array.of(1, 0))).toBe(1);
});

it('keeps one length, until nothing of it is left', () => {
  const table = createVectorTable(10_000);
  const slot = table.add(x)!;
  expect(table.add(Float32Array.of(1, 0, 0))).toBeUndefined();
  expect(table.cosine(slot, Float32Array.of(1, 0, 0))).toBeUndefined();
  table.free(slot);
  expect(table.add(Float32Array.of(1, 0, 0))).toBe(0);
});
