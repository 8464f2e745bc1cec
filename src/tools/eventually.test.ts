import { eventually, eventuallyPasses, pauseAfter } from './eventually';

test('Gives what is found once it is there, whatever threw or was missing before', async () => {
  const looks = [() => undefined, () => Promise.reject(new Error('not yet')), () => false, () => 'here'];
  let i = 0;
  expect(await eventually(() => looks[i++]!(), { every: 1 })).toBe('here');
  expect(i).toBe(4);
});

test('0 and the empty text are something', async () => {
  expect(await eventually(() => 0)).toBe(0);
  expect(await eventually(() => '')).toBe('');
});

test('Out of time it throws what the last look threw, or says what did not happen', async () => {
  const late = { within: 5, every: 1 };
  await expect(eventually(() => Promise.reject(new Error('still 3')), late)).rejects.toThrow('still 3');
  await expect(eventually(() => undefined, late)).rejects.toThrow('did not happen in time');
});

test('A check that says nothing passes once it throws no longer', async () => {
  let looks = 0;
  await eventuallyPasses(async () => expect(++looks).toBe(3), { every: 1 });
  expect(looks).toBe(3);
  await expect(eventuallyPasses(() => expect(1).toBe(2), { within: 5, every: 1 })).rejects.toThrow('toBe');
});

test('What takes longer is looked at more rarely, unless it was said how often', () => {
  expect([0, 400, 100_000].map((waited) => pauseAfter(waited))).toEqual([20, 50, 500]);
  expect([0, 100_000].map((waited) => pauseAfter(waited, 1))).toEqual([1, 1]);
});
