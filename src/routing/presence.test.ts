import { graceMs, organizationId, useRouting } from '../../test/dev-env/routing-bed';
import { DomainError } from '../errors';
import { rateRules } from '../gateway/rate-rules';
import { createMemoryRealtime } from '../stores/memory';

const { bed, build, connect, pick, pass, settle } = useRouting();
const holder = (agentId: string) => ({ organizationId, agentId, isDeactivated: false });

describe('presence', () => {
  it('starts with the stored choice, or away for who never chose', async () => {
    expect(await connect('anna')).toBe('online');
    expect(await connect('cleo')).toBe('away');
    expect(await bed.routing.presences(organizationId)).toEqual({
      anna: 'online',
      ben: 'offline',
      cleo: 'away',
    });
    expect(bed.heard).toEqual(['anna online', 'cleo away']);
  });

  it('keeps a choice, tells it, and refuses a stranger', async () => {
    await connect('cleo');
    await bed.routing.setPresence({ organizationId, agentId: 'cleo', status: 'online' });
    expect(bed.people[2]!.status).toBe('online');
    expect(bed.heard).toEqual(['cleo away', 'cleo online']);
    const stranger = { organizationId, agentId: 'nobody', status: 'online' } as const;
    await expect(bed.routing.setPresence(stranger)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('changes nothing when the agent is back within the grace', async () => {
    await connect('anna');
    const session = bed.fake.give('anna');
    await bed.routing.disconnect('anna');
    await pass(graceMs - 1);
    expect((await bed.routing.presences(organizationId))['anna']).toBe('online');
    await connect('anna', 'anna-2');
    await pass(graceMs * 2);
    expect(bed.fake.of(session).agentId).toBe('anna');
    expect(bed.heard).toEqual(['anna online']);
  });

  it('puts the sessions back, oldest first, when the grace has passed', async () => {
    await connect('anna');
    const ids = [bed.fake.give('anna'), bed.fake.give('anna'), bed.fake.give('anna')];
    const order: string[] = [];
    bed.events.on('message', ({ session, message }) => {
      if (message.content.systemAction === 'agent_left') order.push(session.id);
    });
    await bed.routing.disconnect('anna');
    await pass(graceMs);
    expect(order).toEqual(ids);
    expect(ids.map((id) => bed.fake.of(id).status)).toEqual(['waiting', 'waiting', 'waiting']);
    expect(bed.heard).toEqual(['anna online', 'anna offline']);
    expect((await bed.routing.presences(organizationId))['anna']).toBe('offline');
    expect(await connect('anna')).toBe('online');
  });

  it('counts an agent as present while any tab is open, on any node', async () => {
    const other = build();
    await connect('anna', 'tab-1');
    await connect('anna', 'tab-2');
    await connect('anna', 'tab-3', other);
    const session = bed.fake.give('anna');
    await bed.routing.disconnect('tab-1');
    await bed.routing.disconnect('tab-2');
    for (let i = 0; i < 6; i++) {
      await pass(25_000);
      await other.heartbeat(['tab-3']);
    }
    expect(bed.fake.of(session).agentId).toBe('anna');
    await other.disconnect('tab-3');
    await pass(graceMs);
    expect(bed.fake.of(session).status).toBe('waiting');
  });

  it('changes nothing when the agent is back within the grace on another node', async () => {
    const other = build();
    await connect('anna');
    const session = bed.fake.give('anna');
    await bed.routing.disconnect('anna');
    await pass(graceMs / 2);
    await connect('anna', 'anna-2', other);
    const before = bed.fake.of(session);
    await pass(graceMs / 2);
    expect(bed.fake.of(session)).toEqual(before);
  });

  it('counts the grace from the last time the agent left', async () => {
    await connect('anna');
    const session = bed.fake.give('anna');
    await bed.routing.disconnect('anna');
    await pass(graceMs - 1_000);
    await connect('anna');
    await bed.routing.disconnect('anna');
    await pass(graceMs - 1_000);
    expect(bed.fake.of(session).agentId).toBe('anna');
    await pass(1_000);
    expect(bed.fake.of(session).status).toBe('waiting');
  });

  it('puts the sessions back at once when the agent goes offline', async () => {
    await connect('anna');
    const session = bed.fake.give('anna');
    await bed.routing.setPresence({ organizationId, agentId: 'anna', status: 'offline' });
    expect(bed.fake.of(session).status).toBe('waiting');
    expect((await bed.routing.presences(organizationId))['anna']).toBe('offline');
  });

  it('gives back what its customer writes into meanwhile, whatever the row says', async () => {
    await connect('anna');
    const session = bed.fake.give('anna');
    bed.fake.fakes.lag = true;
    bed.fake.append(session, { type: 'text', sender: 'customer', content: { text: 'hello?' } });
    await bed.routing.setPresence({ organizationId, agentId: 'anna', status: 'offline' });
    expect(bed.fake.of(session).status).toBe('waiting');
  });

  it('gives back at once what reaches an agent who is offline, and refuses them more', async () => {
    await connect('anna');
    await bed.routing.setPresence({ organizationId, agentId: 'anna', status: 'offline' });
    const session = bed.fake.give('anna');
    await settle();
    expect(bed.fake.of(session).status).toBe('waiting');
    const anna = { id: 'anna', name: 'Anna' };
    await expect(bed.routing.refuseOffline(anna)).rejects.toMatchObject({ code: 'conflict' });
    await bed.routing.setPresence({ organizationId, agentId: 'anna', status: 'away' });
    await bed.routing.refuseOffline(anna);
  });

  it('takes from who is offline what no bell told of, when the sweep asks', async () => {
    await connect('anna');
    await connect('ben');
    await bed.routing.setPresence({ organizationId, agentId: 'anna', status: 'offline' });
    bed.fake.fakes.silent = true;
    const [hers, his] = [bed.fake.give('anna'), bed.fake.give('ben')];
    bed.fake.fakes.silent = false;
    bed.people[1]!.maxConcurrentChats = 1;
    const holders = ['anna', 'ben'].map(holder);
    expect(await bed.routing.checkHolders(holders)).toBe(1);
    await settle();
    expect(bed.fake.of(hers).status).toBe('waiting');
    expect(bed.fake.of(his).agentId).toBe('ben');
  });

  it('takes from who may not sign in any more what they had, at once, when the sweep asks', async () => {
    await connect('ben');
    const [hers, his] = [bed.fake.give('anna'), bed.fake.give('ben')];
    bed.people[1]!.maxConcurrentChats = 1;
    const holders = [{ ...holder('anna'), isDeactivated: true }, holder('ben')];
    expect(await bed.routing.checkHolders(holders)).toBe(1);
    await settle();
    expect(bed.fake.of(hers).status).toBe('waiting');
    expect(bed.fake.of(his).agentId).toBe('ben');
  });

  it('finds the agents of a process that died, and leaves the others alone', async () => {
    await connect('ben');
    const holders = ['anna', 'ben'].map(holder);
    const [lost, kept] = [bed.fake.give('anna'), bed.fake.give('ben')];
    bed.people[1]!.maxConcurrentChats = 1;
    expect(await bed.routing.checkHolders(holders)).toBe(1);
    await pass(30_000);
    await bed.routing.heartbeat(['ben']);
    expect(await bed.routing.checkHolders(holders)).toBe(1);
    await pass(30_000);
    expect(bed.fake.of(lost).status).toBe('waiting');
    expect(bed.fake.of(kept).agentId).toBe('ben');
  });

  it('fills a store that came back empty', async () => {
    await connect('anna');
    const refilled = createMemoryRealtime({ rules: rateRules });
    Object.assign(bed.realtime.statuses, refilled.statuses);
    Object.assign(bed.realtime.connections, refilled.connections);
    await bed.routing.heartbeat(['anna', 'unknown']);
    expect(await refilled.connections.connected(['anna'])).toEqual(new Set(['anna']));
    expect((await refilled.statuses.get(['anna'])).get('anna')?.status).toBe('online');
  });

  it('takes nobody for gone while the realtime store is, and still knows its own', async () => {
    await connect('anna');
    await connect('ben');
    const [annas, bens] = [bed.fake.give('anna'), bed.fake.give('ben')];
    const gone = async () => Promise.reject(new DomainError('unavailable', 'gone'));
    const { connected } = bed.realtime.connections;
    Object.assign(bed.realtime.connections, { keep: gone, remove: gone, get: gone, connected: gone });
    Object.assign(bed.realtime.statuses, { set: gone, get: gone, touch: gone, remove: gone });
    await bed.routing.disconnect('ben');
    await pass(graceMs * 3);
    expect(bed.fake.of(bens).agentId).toBe('ben');
    expect(await bed.routing.presences(organizationId)).toEqual({
      anna: 'online',
      ben: 'offline',
      cleo: 'offline',
    });
    expect(await bed.routing.checkHolders([holder('ben')])).toBe(0);
    expect(await pick()).toBe('anna');
    await bed.routing.heartbeat(['anna']);
    Object.assign(bed.realtime.connections, { connected });
    await pass(graceMs);
    expect(bed.fake.of(bens).agentId).not.toBe('ben');
    expect(bed.fake.of(annas).agentId).toBe('anna');
  });
});
