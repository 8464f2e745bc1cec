import { organizationId, useRouting } from '../../test/dev-env/routing-bed';
import { rateRules } from '../gateway/rate-rules';
import { createMemoryRealtime } from '../stores/memory';
import type { Routing } from './routing';

const { bed, build, connect, pass, settle } = useRouting();

describe('who is away by themselves', () => {
  const sign = (agentId: string, by = bed.routing, secondsAgo = 0) =>
    by.signOfLife({
      ...{ organizationId, agentId },
      connectionId: agentId,
      at: Date.now() - secondsAgo * 1_000,
    });
  /** A minute of consoles that live and in which nobody does anything. */
  async function minutes(count: number, beats: Array<[by: Routing, agentId: string]>): Promise<void> {
    for (let i = 0; i < count; i++) {
      await pass(60_000);
      for (const [by, agentId] of beats) await by.heartbeat([agentId]);
    }
  }
  const presenceOf = async (agentId: string) => (await bed.routing.presences(organizationId))[agentId];

  it('is who sits still for ten minutes: they keep what they have and get nothing new, the queue goes on', async () => {
    await connect('anna');
    await connect('ben');
    await sign('anna');
    const hers = bed.fake.give('anna');
    await minutes(9, [
      [bed.routing, 'anna'],
      [bed.routing, 'ben'],
    ]);
    expect(await presenceOf('anna')).toBe('online');
    await minutes(1, [
      [bed.routing, 'anna'],
      [bed.routing, 'ben'],
    ]);
    // Ben's program tells of no signs: the clock does not judge it.
    expect(bed.heard).toEqual(['anna online', 'ben online', 'anna away idle']);
    expect(await bed.routing.awayReason('anna')).toBe('idle');
    expect(bed.fake.of(hers).agentId).toBe('anna');
    expect(bed.people[0]!.status).toBe('away');
    const next = bed.fake.queue();
    await settle();
    expect(bed.fake.of(next).agentId).toBe('ben');

    await bed.routing.setPresence({ organizationId, agentId: 'anna', status: 'online' });
    expect(await bed.routing.awayReason('anna')).toBeUndefined();
    await minutes(9, [[bed.routing, 'anna']]);
    expect(await presenceOf('anna')).toBe('online');
    await minutes(1, [[bed.routing, 'anna']]);
    expect(bed.recorded).toEqual(['anna idle', 'anna idle']);
  });

  it('is back with the next sign of life, if they only sat still: the queue goes on with them', async () => {
    await connect('anna');
    await sign('anna');
    await minutes(10, [[bed.routing, 'anna']]);
    const waits = bed.fake.queue();
    await settle();
    // Nobody else is there: it waits, rather than be given to an empty chair.
    expect(bed.fake.of(waits).status).toBe('waiting');
    await sign('anna', bed.routing, 70);
    expect(await presenceOf('anna')).toBe('away');
    await sign('anna');
    await settle();
    expect(await presenceOf('anna')).toBe('online');
    expect(await bed.routing.awayReason('anna')).toBeUndefined();
    expect(bed.people[0]!.status).toBe('online');
    expect(bed.fake.of(waits).agentId).toBe('anna');
    expect(bed.heard).toEqual(['anna online', 'anna away idle', 'anna online']);
    expect(bed.recorded).toEqual(['anna idle', 'anna back']);
    // Whoever chose to be away, or let a conversation run out, says so themselves when that is over.
    await bed.routing.setPresence({ organizationId, agentId: 'anna', status: 'away' });
    await sign('anna');
    expect(await presenceOf('anna')).toBe('away');
    await bed.routing.setPresence({ organizationId, agentId: 'anna', status: 'online' });
    await bed.routing.letRunOut({ organizationId, agentId: 'anna' });
    await sign('anna');
    expect(await bed.routing.awayReason('anna')).toBe('unanswered');
    expect(bed.recorded).toEqual(['anna idle', 'anna back', 'anna unanswered']);
    expect(bed.heard.slice(3)).toEqual(['anna away', 'anna online', 'anna away unanswered']);
  });

  it('is who was, in a process that knows nothing of it: a connection that comes back is no sign of life', async () => {
    await connect('anna');
    await sign('anna');
    await minutes(10, [[bed.routing, 'anna']]);
    bed.realtime = createMemoryRealtime({ rules: rateRules });
    const next = build();
    expect(await connect('anna', 'anna', next)).toBe('away');
    expect(await next.awayReason('anna')).toBe('idle');
    await sign('anna', next, 640);
    expect((await next.presences(organizationId))['anna']).toBe('away');
    await sign('anna', next);
    expect((await next.presences(organizationId))['anna']).toBe('online');
    expect(bed.recorded).toEqual(['anna idle', 'anna back']);
  });

  it('is nobody by a reconnect: who did something five minutes before is away five minutes after', async () => {
    await connect('anna');
    await sign('anna');
    await minutes(5, [[bed.routing, 'anna']]);
    await bed.routing.disconnect('anna');
    await connect('anna');
    await sign('anna', bed.routing, 300);
    await minutes(4, [[bed.routing, 'anna']]);
    expect(await presenceOf('anna')).toBe('online');
    await minutes(1, [[bed.routing, 'anna']]);
    expect(await bed.routing.awayReason('anna')).toBe('idle');
  });

  it('is nobody who is there in another console, on whatever node; then both nodes say it once', async () => {
    const other = build();
    await connect('anna');
    await connect('anna', 'anna', other);
    await sign('anna');
    for (let i = 0; i < 4; i++) {
      await sign('anna', other);
      await minutes(9, [
        [bed.routing, 'anna'],
        [other, 'anna'],
      ]);
    }
    expect(bed.heard).not.toContain('anna away idle');
    await minutes(2, [
      [bed.routing, 'anna'],
      [other, 'anna'],
    ]);
    expect(bed.heard.filter((one) => one === 'anna away idle')).toHaveLength(1);
    expect(bed.recorded).toEqual(['anna idle']);
  });

  it('is nobody who chose something else in the same moment, on another node', async () => {
    await connect('anna');
    await sign('anna');
    await minutes(9, [[bed.routing, 'anna']]);
    Object.assign(bed.people[0]!, { status: 'offline' });
    await minutes(1, [[bed.routing, 'anna']]);
    expect(bed.heard).toEqual(['anna online']);
    expect(bed.recorded).toEqual([]);
  });

  it('is nobody where the organization does not want it; what the store forgot, the process knows', async () => {
    bed.awayRules = { awayAfterMinutes: 0, awayWhenUnanswered: false };
    await connect('anna');
    await sign('anna');
    await minutes(60, [[bed.routing, 'anna']]);
    await bed.routing.letRunOut({ organizationId, agentId: 'anna' });
    expect(await presenceOf('anna')).toBe('online');
    bed.awayRules = { awayAfterMinutes: 20, awayWhenUnanswered: false };
    const signs = jest.spyOn(bed.realtime.statuses, 'lastSigns').mockResolvedValue(new Map());
    await minutes(1, [[bed.routing, 'anna']]);
    signs.mockRestore();
    expect(bed.recorded).toEqual(['anna idle']);
  });

  it('is who lets a conversation run out, unless they are away already, or a program', async () => {
    await connect('anna');
    await connect('ben');
    await sign('anna');
    await bed.routing.letRunOut({ organizationId, agentId: 'ben' });
    const other = build();
    await Promise.all(
      [bed.routing, other].map((node) => node.letRunOut({ organizationId, agentId: 'anna' })),
    );
    await bed.routing.letRunOut({ organizationId, agentId: 'anna' });
    expect(new Set(bed.heard)).toEqual(new Set(['anna online', 'ben online', 'anna away unanswered']));
    expect(await bed.routing.awayReason('anna')).toBe('unanswered');
    expect(bed.recorded).toEqual(['anna unanswered']);
  });
});
