import { isMore, shareOf, tail } from './more-than-before';

const fifth = 1 / 5;

test('What doubled is more; what went up and down as counts do is not, and small numbers never are', () => {
  expect(isMore({ count: 42, before: [19, 22, 20, 21] }, fifth, 10)).toBe(true);
  expect(isMore({ count: 26, before: [19, 22, 20, 21] }, fifth, 10)).toBe(false);
  expect(isMore({ count: 9, before: [0, 0, 0, 0] }, fifth, 1)).toBe(false);
  expect(isMore({ count: 10, before: [0, 0, 0, 0] }, fifth, 1)).toBe(true);
  expect(isMore({ count: 12, before: [6, 5, 7, 6] }, fifth, 10)).toBe(false);
  // Certain, and no news: a fifth more of very many.
  expect(isMore({ count: 12_000, before: [10_000, 10_000, 10_000, 10_000] }, fifth, 10)).toBe(false);
});

test('What grows with everything is no news, and a quiet week makes none', () => {
  const all = { count: 400, before: [200, 200, 200, 200] };
  expect(isMore({ count: 42, before: [19, 22, 20, 21] }, shareOf(all), 10)).toBe(false);
  expect(shareOf({ count: 10, before: [200, 200, 200, 200] })).toBe(fifth);
});

test('Of many that are looked at, more is asked of each', () => {
  const some = { count: 20, before: [8, 7, 9, 8] };
  expect(isMore(some, fifth, 1)).toBe(true);
  expect(isMore(some, fifth, 200)).toBe(false);
});

test('By chance alone next to nothing is noticed', () => {
  let seed = 7;
  const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  const poisson = (mean: number) => {
    let [n, product] = [0, random()];
    while (product > Math.exp(-mean)) [n, product] = [n + 1, product * random()];
    return n;
  };
  let noticed = 0;
  for (let run = 0; run < 2_000; run += 1)
    if (isMore({ count: poisson(20), before: [0, 0, 0, 0].map(() => poisson(20)) }, fifth, 1)) noticed += 1;
  expect(noticed).toBeLessThan(30);
});

test('The tail is that of the binomial', () => {
  expect(tail(2, 3, 0.5)).toBeCloseTo(0.5, 10);
  expect(tail(0, 10, 0.2)).toBeCloseTo(1, 10);
  expect(tail(10, 10, 0.2)).toBeCloseTo(0.2 ** 10, 12);
  expect(tail(60, 100, 0.5)).toBeCloseTo(0.0284439668, 8);
});
