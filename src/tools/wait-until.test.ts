import { waitUntil } from './wait-until';

const forEver = Infinity;

it('looks until it is so, at once and later', async () => {
  let looks = 0;
  expect(await waitUntil(() => (looks += 1) === 1, { within: 0 })).toBe(true);
  expect(await waitUntil(async () => (looks += 1) === 4, { within: forEver, every: 1 })).toBe(true);
  expect(looks).toBe(4);
});

it('looks once more when the time is over, and no more', async () => {
  let looks = 0;
  expect(await waitUntil(() => (looks += 1) === 0, { within: 0 })).toBe(false);
  expect(looks).toBe(1);
  expect(await waitUntil(() => false, { within: 5, every: 1 })).toBe(false);
});

it('ends with what the look throws', async () => {
  const look = () => {
    throw new Error('no such directory');
  };
  await expect(waitUntil(look, { within: forEver })).rejects.toThrow('no such directory');
});
