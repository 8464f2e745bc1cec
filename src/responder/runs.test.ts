import { eventually } from '../tools/eventually';
import { createRuns } from './runs';

/** Runs that end when the test says so, or when their signal fires. */
function heldRuns(debounceMs = 1) {
  const begun: string[] = [];
  const signals: AbortSignal[] = [];
  const ends: Array<() => void> = [];
  const runs = createRuns(
    (key, signal) => {
      begun.push(key);
      signals.push(signal);
      return new Promise((resolve) => {
        ends.push(resolve);
        signal.addEventListener('abort', () => resolve());
      });
    },
    () => debounceMs,
  );
  return { runs, begun, signals, ends };
}

describe('runs', () => {
  it('make one run of a burst, and one more of what came meanwhile', async () => {
    const { runs, begun, ends } = heldRuns();
    for (let i = 0; i < 5; i += 1) runs.ask('a');
    await eventually(() => begun.length === 1);
    for (let i = 0; i < 5; i += 1) runs.ask('a');
    expect(runs.isAsked('a')).toBe(true);
    ends[0]!();
    await eventually(() => begun.length === 2);
    ends[1]!();
    await eventually(() => runs.size === 0);
    expect(begun).toEqual(['a', 'a']);
  });

  it('of different keys do not wait for each other', async () => {
    const { runs, begun } = heldRuns();
    runs.ask('a');
    runs.ask('b');
    await eventually(() => begun.length === 2);
    await runs.close(0);
  });

  it('end early when cancelled, with the reason', async () => {
    const { runs, begun, signals } = heldRuns();
    runs.ask('a');
    await eventually(() => begun.length === 1);
    runs.cancel('a', 'taken');
    expect(signals[0]!.reason).toBe('taken');
    await eventually(() => runs.size === 0);
  });

  it('cancelled while they wait for the rest of a burst, never begin', async () => {
    const { runs, begun } = heldRuns(60_000);
    runs.ask('a');
    runs.cancel('a', 'taken');
    await eventually(() => runs.size === 0);
    expect(begun).toEqual([]);
  });

  it('that end after a newer one of their key began leave that one in place', async () => {
    const held: Array<() => void> = [];
    const signals: AbortSignal[] = [];
    const runs = createRuns(
      (_, signal) => {
        signals.push(signal);
        return new Promise((resolve) => held.push(resolve));
      },
      () => 1,
    );
    runs.ask('a');
    await eventually(() => held.length === 1);
    runs.cancel('a', 'taken');
    runs.ask('a');
    await eventually(() => held.length === 2);
    held[0]!();
    await eventually(() => runs.size === 1);
    expect(runs.has('a')).toBe(true);
    // What comes now belongs to the newer run: it makes no second one beside it, and a cancel reaches it.
    runs.ask('a');
    expect(runs.isAsked('a')).toBe(true);
    runs.cancel('a', 'taken');
    expect(signals[1]!.aborted).toBe(true);
    held[1]!();
    await runs.close(0);
    expect(held).toHaveLength(2);
  });

  it('are all done after close, those that hang aborted', async () => {
    const { runs, begun, signals } = heldRuns();
    runs.ask('a');
    await eventually(() => begun.length === 1);
    await runs.close(1);
    expect(signals[0]!.aborted).toBe(true);
  });

  it('that wait for the rest of a burst run at once on close', async () => {
    let ran = false;
    const work = () => new Promise<void>((resolve) => setImmediate(() => resolve(void (ran = true))));
    const runs = createRuns(work, () => 60_000);
    runs.ask('a');
    await runs.close(10_000);
    expect(ran).toBe(true);
  });
});
