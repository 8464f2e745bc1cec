import { nextTry } from './delivery-retry';

const hourMs = 3_600_000;
const createdAt = '2026-01-01T00:00:00.000Z';
const begun = Date.parse(createdAt);

const waits = (attempts: number, more: { retryAfterMs?: number; random?: number } = {}) => {
  const at = nextTry({ createdAt, attempts }, { now: begun, random: 0, ...more });
  return at && at.getTime() - begun;
};

test('each try waits twice as long as the one before, an hour at most, and up to a quarter more', () => {
  expect([0, 1, 2, 11, 12, 40].map((attempts) => waits(attempts))).toEqual([
    1_000,
    2_000,
    4_000,
    2_048_000,
    hourMs,
    hourMs,
  ]);
  expect(waits(2, { random: 1 })).toBe(5_000);
});

test('a provider that names a time is not asked before it', () => {
  expect(waits(0, { retryAfterMs: 60_000 })).toBe(60_000);
  expect(waits(12, { retryAfterMs: 60_000 })).toBe(hourMs);
});

test('after a day a message is given up', () => {
  const day = begun + 24 * hourMs;
  expect(nextTry({ createdAt, attempts: 30 }, { now: day })).toBeInstanceOf(Date);
  expect(nextTry({ createdAt, attempts: 30 }, { now: day + 1 })).toBeUndefined();
});
