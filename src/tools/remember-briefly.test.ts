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

/** Remembers for a minute of a clock that stands still, unless it is put on. */
function withClock<T>() {
  let time = 1;
  const remembered = rememberBriefly<T>({ milliseconds: minute, cap: 10 }, { now: () => time });
  return { ...remembered, putOn: (milliseconds: number) => void (time += milliseconds) };
}

test('it is looked up again when its time is over, and when it was forgotten', async () => {
  const { look } = counting();
  const { get, forget, putOn } = withClock<number>();
  expect(await get('a', look)).toBe(1);
  putOn(minute + 1);
  expect(await get('a', look)).toBe(2);
  forget('a');
  expect(await get('a', look)).toBe(3);
});

test('asked for in the second half of its time it is looked up a moment later, and serves who asks next', async () => {
  const { look, looks } = counting();
  const remembered = withClock<number>();
  expect(await remembered.get('a', look)).toBe(1);
  remembered.putOn(minute / 2 + 1);
  expect(await Promise.all([remembered.get('a', look), remembered.get('a', look)])).toEqual([1, 1]);
  expect(looks()).toBe(1);
  await eventually(() => looks() === 2);
  expect(await remembered.get('a', look)).toBe(2);
});

test('what was forgotten while it was looked up anew is not put back', async () => {
  const remembered = withClock<string>();
  await remembered.get('a', () => Promise.resolve('old'));
  remembered.putOn(minute / 2 + 1);
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
