import { build, session } from '../../test/dev-env/sweep-bed';
import type { SessionState } from '../sessions/session';
import { eventually } from '../tools/eventually';
import { pauseAfter } from './sweep';

describe('pauseAfter', () => {
  it('is longer after what cost much, never so long that somebody waits for it, and nothing after a failure', () => {
    expect(pauseAfter({ tookMs: 0, failed: false })).toBe(0);
    expect(pauseAfter({ tookMs: 500, failed: false })).toBe(9_500);
    expect(pauseAfter({ tookMs: 40_000, failed: false })).toBe(15_000);
    expect(pauseAfter({ tookMs: 40_000, failed: true })).toBe(0);
  });
});

describe('the sweep', () => {
  it('never runs twice at once', async () => {
    let at = 0;
    let most = 0;
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const { sweep } = build({
      expireMemory: async () => {
        most = Math.max(most, ++at);
        await gate;
        return --at;
      },
    });
    const runs = [sweep.run(), sweep.run()];
    await eventually(() => at === 1);
    open();
    const [first, second] = await Promise.all(runs);
    expect(first).toBe(second);
    expect(most).toBe(1);
    expect(await sweep.run()).not.toBe(first);
  });

  it('does not begin again when it is stopped in the middle of a run', async () => {
    jest.useFakeTimers();
    try {
      let runs = 0;
      let open = (): void => undefined;
      const gate = new Promise<void>((resolve) => (open = resolve));
      const { sweep } = build({ expireMemory: () => gate.then(() => ++runs) });
      sweep.start(1_000);
      await jest.advanceTimersByTimeAsync(100);
      const stopped = sweep.stop();
      open();
      await jest.advanceTimersByTimeAsync(5_000);
      await stopped;
      expect(runs).toBe(1);
    } finally {
      jest.useRealTimers();
    }
  });

  it('looks for customers past the deadline between two runs, too', async () => {
    jest.useFakeTimers();
    try {
      let late: SessionState[] = [];
      const reports: unknown[] = [];
      const { sweep, calls, deps } = build({ onReport: (report) => reports.push(report) });
      deps.projection.overdue = async () => late.splice(0);
      sweep.start(5_000);
      await jest.advanceTimersByTimeAsync(100);
      late = [session('late')];
      await jest.advanceTimersByTimeAsync(1_000);
      expect(calls).toContain('handOver late');
      expect(reports).toHaveLength(1);
      await sweep.stop();
      late = [session('later')];
      await jest.advanceTimersByTimeAsync(10_000);
      expect(calls).not.toContain('handOver later');
    } finally {
      jest.useRealTimers();
    }
  });

  it('runs again and again until it is stopped', async () => {
    jest.useFakeTimers();
    try {
      const reports: unknown[] = [];
      const { sweep } = build({ onReport: (report) => reports.push(report) });
      sweep.start(1_000);
      await jest.advanceTimersByTimeAsync(3_500);
      // The first at once.
      expect(reports).toHaveLength(4);
      await sweep.stop();
      await jest.advanceTimersByTimeAsync(5_000);
      expect(reports).toHaveLength(4);
    } finally {
      jest.useRealTimers();
    }
  });

  it('waits for no step that a silent store holds up: the others run, in the next sweep too', async () => {
    jest.useFakeTimers();
    try {
      const { sweep, deps } = build();
      const warned = jest.spyOn(deps.log, 'warn');
      let holders = 0;
      deps.projection.overdue = () => new Promise(() => undefined);
      deps.projection.holders = async () => ((holders += 1), []);
      const first = sweep.run();
      await jest.advanceTimersByTimeAsync(4_000);
      expect(await first).toMatchObject({ failed: ['own overdue'] });
      expect(await sweep.run()).toMatchObject({ failed: ['own overdue'] });
      expect(holders).toBe(2);
      expect(warned.mock.calls).toEqual([
        [
          expect.objectContaining({ step: 'own overdue' }),
          'a step of the sweep takes too long: it still runs',
        ],
      ]);
    } finally {
      jest.useRealTimers();
    }
  });
});
