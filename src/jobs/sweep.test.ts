import { DomainError, Stale } from '../errors';
import { createLog } from '../log';
import { eventually } from '../tools/eventually';
import { emptySession, type SessionState } from '../sessions/session';
import { ahead, lookSince } from './repair-rows';
import { createSweep, pauseAfter, type SweepDeps } from './sweep';

const now = Date.parse('2026-11-22T12:00:00Z');
const minutes = (count: number) => count * 60_000;
const at = (ms: number) => new Date(ms);

function session(id: string): SessionState {
  const startedAt = at(now).toISOString();
  return emptySession({
    id,
    organizationId: 'o',
    customerId: 'c',
    channelId: 'ch',
    channelType: 'web',
    startedAt,
  });
}

/** Everything is well, and every call is written down. */
function build(change: Partial<SweepDeps> = {}) {
  const calls: string[] = [];
  const note =
    (name: string) =>
    async (what: unknown): Promise<number> => (calls.push(`${name} ${JSON.stringify(what)}`), 0);
  const deps: SweepDeps = {
    messages: {
      heads: async (which) => (calls.push(`heads ${JSON.stringify(which)}`), []),
      unread: async () => [],
    },
    projection: {
      watermark: async () => at(now - minutes(1)),
      heads: async () => new Map(),
      after: async () => [],
      overdue: async (waitedMs) => (calls.push(`overdue ${waitedMs}`), []),
      holders: async () => [],
      queued: async () => [],
    },
    sweepInbox: async () => undefined,
    sweepDeliveries: async () => undefined,
    repair: note('repair'),
    writeRows: async () => void calls.push('writeRows'),
    handOver: async ({ id }) => void calls.push(`handOver ${id}`),
    checkHolders: note('checkHolders'),
    connected: async (ids) => new Set(ids),
    markGone: () => Promise.resolve(),
    wakeSnoozed: () => Promise.resolve(),
    finishMerges: () => Promise.resolve(),
    wakeRules: () => Promise.resolve(),
    closeBlocked: () => Promise.resolve(),
    ringScheduled: () => Promise.resolve(),
    findLostPushes: () => Promise.resolve(),
    watchPromises: () => Promise.resolve(),
    returnUnanswered: async () => undefined,
    claimNext: note('claimNext'),
    expireMemory: async () => 0,
    deadlineMs: 15_000,
    log: createLog('silent'),
    now: () => now,
    ...change,
  };
  return { sweep: createSweep(deps), calls, deps };
}

const nothing = {
  lagging: 0,
  repaired: 0,
  overdue: 0,
  handedOver: 0,
  unowned: 0,
  missingAgents: 0,
  waiting: 0,
  claimed: 0,
  expired: 0,
  failed: [],
  tookMs: 0,
};
const down = async () => Promise.reject(new DomainError('unavailable', 'down'));

describe('lookSince', () => {
  it('looks two minutes before the last run, at first ten before the newest row, and at everything when there is none', () => {
    expect(lookSince(now, at(0))).toEqual(at(now - minutes(2)));
    expect(lookSince(undefined, at(now))).toEqual(at(now - minutes(10)));
    expect(lookSince(undefined, undefined)).toEqual(at(0));
  });
});

describe('pauseAfter', () => {
  it('is longer after what cost much, never so long that somebody waits for it, and nothing after a failure', () => {
    expect(pauseAfter({ tookMs: 0, failed: false })).toBe(0);
    expect(pauseAfter({ tookMs: 500, failed: false })).toBe(9_500);
    expect(pauseAfter({ tookMs: 40_000, failed: false })).toBe(15_000);
    expect(pauseAfter({ tookMs: 40_000, failed: true })).toBe(0);
  });
});

describe('ahead', () => {
  it('names logs that have no row or a lower one, and no other', () => {
    const logs = [
      { sessionId: 'even', headSeq: 3 },
      { sessionId: 'late', headSeq: 3 },
      { sessionId: 'low', headSeq: 3 },
      { sessionId: 'missing', headSeq: 1 },
    ];
    const rows = new Map([
      ['even', { headSeq: 3 }],
      ['late', { headSeq: 2 }],
      ['low', { headSeq: 4 }],
    ]);
    expect(ahead(logs, rows).map(({ sessionId }) => sessionId)).toEqual(['late', 'missing']);
  });
});

describe('the sweep', () => {
  it('does nothing when everything is well', async () => {
    const { sweep, calls } = build();
    expect(await sweep.run()).toEqual(nothing);
    expect(calls).toEqual(['overdue 15000', 'heads {"since":"2026-11-22T11:49:00.000Z"}']);
  });

  it('writes lagging rows anew, and looks from its last success from then on', async () => {
    const { sweep, calls, deps } = build();
    deps.messages.heads = async (which) => {
      calls.push(`heads ${JSON.stringify(which)}`);
      return [
        { sessionId: 'late', headSeq: 2 },
        { sessionId: 'poisoned', headSeq: 2 },
        { sessionId: 'even', headSeq: 2 },
      ];
    };
    deps.projection.heads = async (ids) =>
      new Map(ids.map((id) => [id, { headSeq: id === 'even' ? 2 : 1, organizationId: 'o' }]));
    deps.repair = async (id) => (id === 'poisoned' ? down() : calls.push(`repair ${id}`));
    expect(await sweep.run()).toEqual({ ...nothing, lagging: 2, repaired: 1, failed: ['repair rows'] });
    deps.repair = async (id) => calls.push(`repair ${id}`);
    expect(await sweep.run()).toMatchObject({ lagging: 2, repaired: 2, failed: [] });
    await sweep.run();
    expect(calls.filter((call) => !call.startsWith('overdue'))).toEqual([
      'heads {"since":"2026-11-22T11:49:00.000Z"}',
      'repair late',
      'writeRows',
      'heads {"since":"2026-11-22T11:49:00.000Z"}',
      'repair late',
      'repair poisoned',
      'writeRows',
      'heads {"since":"2026-11-22T11:58:00.000Z"}',
    ]);
  });

  it('leaves a row alone that may be on its way, and repairs it when it has not come by the next run', async () => {
    const { sweep, calls, deps } = build();
    await sweep.run();
    const logs = { moving: 5, stuck: 5, missing: 1 };
    const rows: Record<string, number> = { moving: 3, stuck: 3 };
    deps.messages.heads = async () =>
      Object.entries(logs).map(([sessionId, headSeq]) => ({ sessionId, headSeq }));
    deps.projection.heads = async () =>
      new Map(Object.entries(rows).map(([id, headSeq]) => [id, { headSeq, organizationId: 'o' }]));
    deps.repair = async (id) => calls.push(`repair ${id}`);
    expect(await sweep.run()).toMatchObject({ lagging: 0, repaired: 0 });
    logs.moving = 9;
    rows['moving'] = 5;
    rows['stuck'] = 4;
    expect(await sweep.run()).toMatchObject({ lagging: 2, repaired: 2 });
    expect(calls.filter((call) => /repair|write/.test(call))).toEqual([
      'repair stuck',
      'repair missing',
      'writeRows',
    ]);
  });

  it('compares many logs in parts', async () => {
    const sizes: number[] = [];
    const { sweep, deps } = build();
    deps.messages.heads = async () =>
      Array.from({ length: 1_200 }, (_, i) => ({ sessionId: `s${i}`, headSeq: 1 }));
    deps.projection.heads = async (ids) => {
      sizes.push(ids.length);
      return new Map(ids.map((id) => [id, { headSeq: 1, organizationId: 'o' }]));
    };
    expect((await sweep.run()).lagging).toBe(0);
    expect(sizes).toEqual([500, 500, 200]);
  });

  it('gives an owner to every customer that nobody owns, and counts those it could not', async () => {
    const { sweep, deps } = build();
    deps.projection.overdue = async () => ['a', 'answered', 'broken', 'b'].map(session);
    const given: string[] = [];
    deps.handOver = async ({ id }) => {
      if (id === 'answered') throw new Stale(9);
      if (id === 'broken') return down();
      return given.push(id);
    };
    expect(await sweep.run()).toEqual({
      ...nothing,
      overdue: 4,
      handedOver: 3,
      unowned: 1,
      failed: ['own overdue'],
    });
    expect(given).toEqual(['a', 'b']);
  });

  it('owns those at once, and again those whom repaired rows show', async () => {
    const { sweep, deps } = build();
    let [inside, most, looks] = [0, 0, 0];
    let open = (): void => undefined;
    const everybodyIsInside = new Promise<void>((resolve) => (open = resolve));
    deps.projection.overdue = async () =>
      looks++ === 0 ? Array.from({ length: 30 }, (_, i) => session(`s${i}`)) : [session('late')];
    deps.messages.heads = async () => [{ sessionId: 'late', headSeq: 1 }];
    deps.handOver = async () => {
      most = Math.max(most, ++inside);
      if (inside === 30) open();
      await everybodyIsInside;
      inside -= 1;
    };
    expect(await sweep.run()).toMatchObject({ overdue: 31, handedOver: 31, unowned: 0, repaired: 1 });
    expect(most).toBe(30);
  });

  it('waits for no step that a silent store holds up: the others run, in the next sweep too', async () => {
    jest.useFakeTimers();
    try {
      const { sweep, deps } = build();
      let holders = 0;
      deps.projection.overdue = () => new Promise(() => undefined);
      deps.projection.holders = async () => ((holders += 1), []);
      const first = sweep.run();
      await jest.advanceTimersByTimeAsync(4_000);
      expect(await first).toMatchObject({ failed: ['own overdue'] });
      expect(await sweep.run()).toMatchObject({ failed: ['own overdue'] });
      expect(holders).toBe(2);
    } finally {
      jest.useRealTimers();
    }
  });

  it('compares every row with what its log says is unread, in turn, and repairs what stays different', async () => {
    const { sweep, calls, deps } = build();
    const row = (sessionId: string, team: number) => ({
      sessionId,
      headSeq: 3,
      unread: { team, customer: 0 },
    });
    const parts = [
      Array.from({ length: 200 }, (_, i) => row(`s${i}`, 0)),
      [row('right', 2), row('wrong', 3)],
    ];
    deps.projection.after = async (after) => (after === undefined ? parts[0]! : parts[1]!);
    deps.messages.unread = async (which) =>
      which.flatMap(({ sessionId }) =>
        ['right', 'wrong'].includes(sessionId) ? [{ sessionId, team: 2, customer: 0 }] : [],
      );
    expect(await sweep.run()).toMatchObject({ lagging: 0 });
    expect(await sweep.run()).toMatchObject({ lagging: 0 });
    expect(await sweep.run()).toMatchObject({ lagging: 1, repaired: 1 });
    expect(calls.filter((call) => /repair|write/.test(call))).toEqual(['repair "wrong"', 'writeRows']);
    expect(await sweep.run()).toMatchObject({ lagging: 0 });
  });

  it('looks after holders, and after queues where somebody is online', async () => {
    const { sweep, calls, deps } = build();
    deps.projection.holders = async () => [
      { organizationId: 'o', agentId: 'anna', sessions: 2, isDeactivated: false },
    ];
    const queue = (organizationId: string, waiting: number, online: string[]) => ({
      organizationId,
      waiting,
      oldest: at(now),
      online,
    });
    deps.projection.queued = async () => [queue('o', 2, ['anna']), queue('p', 3, ['ben']), queue('q', 4, [])];
    // Ben's last choice was 'online', and his console is closed.
    deps.connected = async (ids) => new Set(ids.filter((id) => id !== 'ben'));
    deps.checkHolders = async (holders) => holders.length;
    deps.claimNext = async (organizationId) => (calls.push(`claimNext ${organizationId}`), 1);
    deps.expireMemory = async () => 7;
    expect(await sweep.run()).toEqual({
      ...nothing,
      missingAgents: 1,
      waiting: 9,
      claimed: 1,
      expired: 7,
    });
    expect(calls.filter((call) => call.startsWith('claim'))).toEqual(['claimNext o']);
  });

  it('takes every other step when one fails', async () => {
    const every = [
      'own overdue',
      'repair rows',
      'return unanswered',
      'work queues',
      'check holders',
      'compare rows',
      'expire memory',
    ];
    const { sweep } = build({
      messages: { heads: down, unread: down },
      projection: {
        watermark: down,
        heads: down,
        after: down,
        overdue: down,
        holders: down,
        queued: down,
      },
      expireMemory: down,
      wakeSnoozed: () => Promise.resolve(),
      watchPromises: () => Promise.resolve(),
      returnUnanswered: down,
    });
    expect(await sweep.run()).toEqual({ ...nothing, failed: every });
  });

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
});
