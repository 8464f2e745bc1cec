import { createSignsOfLife } from './signs-of-life';

it('tells of a person once a minute, at once of who is back, and a new connection when the last sign was', () => {
  let now = 5_000_000;
  let isIdle = false;
  const told: Array<[at: number, secondsAgo: number]> = [];
  const signs = createSignsOfLife((secondsAgo) => told.push([now - 5_000_000, secondsAgo]), {
    isIdle: () => isIdle,
    now: () => now,
  });
  const after = (ms: number, act: () => void) => {
    now += ms;
    act();
  };
  after(1_000, signs.connected);
  after(1_000, signs.sign);
  after(58_000, signs.sign);
  after(1_000, signs.sign);
  after(59_000, signs.sign);
  // The line broke; whoever is not there says so.
  after(300_000, signs.connected);
  after(1_000, signs.sign);
  isIdle = true;
  after(10, signs.sign);
  after(990, signs.sign);
  after(10, signs.sign);
  isIdle = false;
  after(2_000, signs.sign);
  expect(told).toEqual([
    [1_000, 1],
    [60_000, 0],
    [120_000, 0],
    [420_000, 300],
    [421_000, 0],
    [422_000, 0],
  ]);
});
