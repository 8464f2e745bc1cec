import { at, build, down, minutes, nothing, now } from '../../test/dev-env/sweep-bed';
import { ahead, lookSince } from './repair-rows';

describe('lookSince', () => {
  it('looks two minutes before the last run, at first ten before the newest row, and at everything when there is none', () => {
    expect(lookSince(now, at(0))).toEqual(at(now - minutes(2)));
    expect(lookSince(undefined, at(now))).toEqual(at(now - minutes(10)));
    expect(lookSince(undefined, undefined)).toEqual(at(0));
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

  it('compares every row with what its log says is unread, in turn, and repairs what stays different', async () => {
    const { sweep, calls, deps } = build();
    const row = (sessionId: string, team: number) => ({
      sessionId,
      headSeq: 3,
      unread: { team, customer: 0 },
      respondersUnknown: false,
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
});
