import { eventually } from './eventually';
import { rememberBriefly } from './remember-briefly';

const minute = 60_000;

/** Counts its looks, and finds their number. */
function counting() {
  let looks = 0;
  return { look: () => Promise.resolve((looks += 1)), looks: () => looks };
}

test('what was looked up is not looked up again, also while the look goes on', async () => {
  const { look, looks } = counting();
  const remembered = rememberBriefly<number>({ milliseconds: minute, cap: 10 });
  expect(await Promise.all([remembered.get('a', look), remembered.get('a', look)])).toEqual([1, 1]);
  expect(await remembered.get('a', look)).toBe(1);
  expect(await remembered.get('b', look)).toBe(2);
  expect(looks()).toBe(2);
});

test('it is looked up again when its time is over, and when it was forgotten', async () => {
  const { look } = counting();
  const brief = rememberBriefly<number>({ milliseconds: 20, cap: 10 });
  expect(await brief.get('a', look)).toBe(1);
  await eventually(async () => (await brief.get('a', look)) > 1);
  const long = rememberBriefly<number>({ milliseconds: minute, cap: 10 });
  const before = await long.get('a', look);
  long.forget('a');
  expect(await long.get('a', look)).toBe(before + 1);
});

test('asked for in the second half of its time it is looked up a moment later, and serves who asks next', async () => {
  const { look, looks } = counting();
  const remembered = rememberBriefly<number>({ milliseconds: 4_000, cap: 10 });
  expect(await remembered.get('a', look)).toBe(1);
  const startedAt = performance.now();
  await eventually(() => performance.now() - startedAt > 2_100);
  expect(await Promise.all([remembered.get('a', look), remembered.get('a', look)])).toEqual([1, 1]);
  expect(looks()).toBe(1);
  await eventually(() => looks() === 2);
  expect(await remembered.get('a', look)).toBe(2);
});

test('what was forgotten while it was looked up anew is not put back', async () => {
  const remembered = rememberBriefly<string>({ milliseconds: 4_000, cap: 10 });
  await remembered.get('a', () => Promise.resolve('old'));
  const startedAt = performance.now();
  await eventually(() => performance.now() - startedAt > 2_100);
  let found: ((value: string) => void) | undefined;
  void remembered.get('a', () => new Promise((resolve) => (found = resolve)));
  await eventually(() => found !== undefined);
  remembered.forget('a');
  found!('old, too');
  expect(await remembered.get('a', () => Promise.resolve('new'))).toBe('new');
  expect(await remembered.get('a', () => Promise.resolve('newer'))).toBe('new');
});

test('above the cap, what was asked for longest ago is forgotten', async () => {
  const { look } = counting();
  const remembered = rememberBriefly<number>({ milliseconds: minute, cap: 2 });
  for (const key of ['a', 'b', 'a', 'c']) await remembered.get(key, look);
  expect(await remembered.get('a', look)).toBe(1);
  expect(await remembered.get('b', look)).toBe(4);
});

test('a failure is told to those who wait, and is not remembered', async () => {
  const remembered = rememberBriefly<number>({ milliseconds: minute, cap: 10 });
  const fail = () => Promise.reject(new Error('gone'));
  const both = await Promise.allSettled([remembered.get('a', fail), remembered.get('a', fail)]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await remembered.get('a', () => Promise.resolve(1))).toBe(1);
});

test('a failure that comes late leaves what was found meanwhile', async () => {
  const remembered = rememberBriefly<number>({ milliseconds: minute, cap: 10 });
  let refuse: (error: Error) => void;
  const slow = new Promise<number>((_, reject) => (refuse = reject));
  const first = remembered.get('a', () => slow);
  remembered.forget('a');
  expect(await remembered.get('a', () => Promise.resolve(1))).toBe(1);
  refuse!(new Error('gone'));
  await expect(first).rejects.toThrow('gone');
  expect(await remembered.get('a', () => Promise.resolve(2))).toBe(1);
});
