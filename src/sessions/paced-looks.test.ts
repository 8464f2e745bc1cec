import { eventually } from '../tools/eventually';
import { createPacedLooks, pauseAfter } from './paced-looks';

/** Looks that end when they are told to. */
function slowLooks() {
  const begun: Array<{ asked: readonly number[]; end(): void; fail(error: Error): void }> = [];
  const ask = createPacedLooks<number, string>(
    (key, asked) =>
      new Promise((resolve, reject) => {
        begun.push({ asked, end: () => resolve(asked.map((one) => `${key}${one}`)), fail: reject });
      }),
  );
  return { ask, begun, has: (count: number) => eventually(() => begun.length >= count) };
}

test('who asks while a look is under way is answered by the next one, all of them by the same', async () => {
  const { ask, begun, has } = slowLooks();
  const first = ask('a', 1);
  const others = [ask('a', 2), ask('a', 3)];
  expect(begun.map(({ asked }) => asked)).toEqual([[1]]);
  begun[0]!.end();
  expect(await first).toBe('a1');
  await has(2);
  expect(begun[1]!.asked).toEqual([2, 3]);
  begun[1]!.end();
  expect(await Promise.all(others)).toEqual(['a2', 'a3']);
});

test('what is asked of another key waits for nobody', async () => {
  const { ask, begun } = slowLooks();
  void ask('a', 1);
  const other = ask('b', 2);
  begun[1]!.end();
  expect(await other).toBe('b2');
  begun[0]!.end();
});

test('the next look waits as the last one’s cost demands, up to five seconds', () => {
  expect([0, 2, 50, 10_000].map(pauseAfter)).toEqual([0, 38, 950, 5_000]);
});

test('a look that fails fails for those who asked, and for nobody after them', async () => {
  const { ask, begun, has } = slowLooks();
  const first = ask('a', 1);
  begun[0]!.fail(new Error('gone'));
  await expect(first).rejects.toThrow('gone');
  const next = ask('a', 2);
  await has(2);
  begun[1]!.end();
  expect(await next).toBe('a2');
});
