import { createCoalescedRuns } from './coalesced-run';

/** Runs that end when the test says so. */
function held() {
  const ends: Array<(error?: Error) => void> = [];
  const begun: string[] = [];
  const runs = createCoalescedRuns((key) => {
    begun.push(key);
    return new Promise<void>((resolve, reject) => ends.push((error) => (error ? reject(error) : resolve())));
  });
  return { runs, begun, ends };
}

test('Asked for five times during a run, it runs once more, for all of them', async () => {
  const { runs, begun, ends } = held();
  const first = runs.run('a');
  const others = [1, 2, 3, 4, 5].map(() => runs.run('a'));
  expect(begun).toEqual(['a']);
  ends[0]!();
  await first;
  await Promise.resolve();
  expect(begun).toEqual(['a', 'a']);
  ends[1]!();
  await Promise.all(others);
  expect(begun).toEqual(['a', 'a']);
  expect(runs.size).toBe(0);
});

test('Keys do not wait for each other', () => {
  const { runs, begun } = held();
  void runs.run('a');
  void runs.run('b');
  expect(begun).toEqual(['a', 'b']);
});

test('A run that fails tells who asked for it, and the next one runs', async () => {
  const { runs, begun, ends } = held();
  const first = runs.run('a');
  const second = runs.run('a');
  ends[0]!(new Error('gone'));
  await expect(first).rejects.toThrow('gone');
  await Promise.resolve();
  ends[1]!();
  await second;
  expect(begun).toEqual(['a', 'a']);
  expect(runs.size).toBe(0);
});

test('Closing waits for what runs and starts nothing more', async () => {
  const { runs, begun, ends } = held();
  const first = runs.run('a');
  const second = runs.run('a');
  const closed = runs.close();
  ends[0]!();
  await Promise.all([first, second, closed]);
  expect(begun).toEqual(['a']);
});
