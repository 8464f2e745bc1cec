import { setTimeout as sleep } from 'node:timers/promises';
import { createBreaker } from './breaker';
import { createLimit } from '../tools/limit';
import { createRuns } from './runs';

describe('runs', () => {
  it('make one run of a burst, and one more of what came meanwhile', async () => {
    let ran = 0;
    const runs = createRuns(async () => {
      ran += 1;
      await sleep(40);
    }, 10);
    for (let i = 0; i < 5; i += 1) runs.ask('a');
    await sleep(30);
    for (let i = 0; i < 5; i += 1) runs.ask('a');
    await sleep(120);
    expect(ran).toBe(2);
    expect(runs.size).toBe(0);
  });

  it('of different keys do not wait for each other', async () => {
    const started: string[] = [];
    const runs = createRuns(async (key) => {
      started.push(key);
      await sleep(50);
    }, 5);
    runs.ask('a');
    runs.ask('b');
    await sleep(30);
    expect(started).toEqual(['a', 'b']);
    await runs.close(1_000);
  });

  it('end early when cancelled, with the reason', async () => {
    let reason: unknown;
    const runs = createRuns(async (_, signal) => {
      await sleep(1_000, undefined, { signal }).catch(() => (reason = signal.reason));
    }, 1);
    runs.ask('a');
    await sleep(20);
    runs.cancel('a', 'taken');
    await sleep(20);
    expect(reason).toBe('taken');
    expect(runs.size).toBe(0);
  });

  it('are all done after close, those that hang aborted', async () => {
    let aborted = false;
    const runs = createRuns(async (_, signal) => {
      await sleep(60_000, undefined, { signal }).catch(() => (aborted = true));
    }, 5);
    runs.ask('a');
    await sleep(20);
    await runs.close(20);
    expect(aborted).toBe(true);
  });
});

describe('the breaker', () => {
  const fail = () => Promise.reject(new Error('down'));

  it('opens after failures in a row, and lets one call try after a while', async () => {
    let time = 0;
    const breaker = createBreaker({ failures: 2, openMs: 100, now: () => time });
    for (let i = 0; i < 2; i += 1) await expect(breaker.run(fail)).rejects.toThrow('down');
    await expect(breaker.run(() => Promise.resolve(1))).rejects.toThrow('left alone');
    time = 150;
    const trial = breaker.run(() => sleep(20, 'up'));
    await expect(breaker.run(() => Promise.resolve(1))).rejects.toThrow('left alone');
    expect(await trial).toBe('up');
    expect(await breaker.run(() => Promise.resolve(1))).toBe(1);
  });

  it('forgets failures that are not in a row', async () => {
    const breaker = createBreaker({ failures: 2 });
    await expect(breaker.run(fail)).rejects.toThrow();
    await breaker.run(() => Promise.resolve(1));
    await expect(breaker.run(fail)).rejects.toThrow();
    expect(breaker.isOpen()).toBe(false);
  });
});

it('a limit runs so many at once and all in the end', async () => {
  const limit = createLimit(2);
  let [now, most, done] = [0, 0, 0];
  const work = async () => {
    most = Math.max(most, ++now);
    await sleep(5);
    now -= 1;
    done += 1;
    if (done === 3) throw new Error('one fails');
  };
  await Promise.allSettled(Array.from({ length: 7 }, () => limit(work)));
  expect([most, done]).toEqual([2, 7]);
});
