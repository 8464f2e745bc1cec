import { at, build, down, nothing, now, session } from '../../test/dev-env/sweep-bed';
import { Stale } from '../errors';

describe('the sweep', () => {
  it('does nothing when everything is well', async () => {
    const { sweep, calls } = build();
    expect(await sweep.run()).toEqual(nothing);
    expect(calls).toEqual(['overdue 15000', 'heads {"since":"2026-11-22T11:49:00.000Z"}']);
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
      watchSla: () => Promise.resolve(),
      returnUnanswered: down,
    });
    expect(await sweep.run()).toEqual({ ...nothing, failed: every });
  });
});
