import { createKeyedMutex } from './keyed-mutex';

test('Works of one key run one after another, in the order of the calls; other keys do not wait', async () => {
  const mutex = createKeyedMutex();
  const done: string[] = [];
  let release = (): void => undefined;
  const first = mutex.run('a', () => new Promise<void>((resolve) => (release = resolve)));
  const second = mutex.run('a', async () => void done.push('second'));
  const third = mutex.run('a', async () => void done.push('third'));
  await mutex.run('b', async () => void done.push('other'));
  expect(done).toEqual(['other']);
  release();
  await Promise.all([first, second, third]);
  expect(done).toEqual(['other', 'second', 'third']);
});

test('An error is its own caller’s, and the key is forgotten when nothing waits', async () => {
  const mutex = createKeyedMutex();
  const failing = mutex.run('a', () => Promise.reject(new Error('gone')));
  const after = mutex.run('a', async () => 'done');
  expect(mutex.size).toBe(1);
  await expect(failing).rejects.toThrow('gone');
  await expect(after).resolves.toBe('done');
  await Promise.resolve();
  expect(mutex.size).toBe(0);
});
