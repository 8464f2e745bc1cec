import { randomUUID } from 'node:crypto';
import { organizationId, useRouting } from '../../test/dev-env/routing-bed';
import { DomainError } from '../errors';

const { bed, connect, pick, pickAll, pass, settle } = useRouting();

describe('pick', () => {
  it('names nobody when nobody is online and connected', async () => {
    expect(await pick()).toBeUndefined();
    await connect('cleo');
    expect(await pick()).toBeUndefined();
    await connect('anna');
    await bed.routing.disconnect('anna');
    expect(await pick()).toBeUndefined();
  });

  it("names the customer's last agent first, also from a closed session", async () => {
    await connect('anna');
    await connect('ben');
    const customerId = randomUUID();
    bed.fake.close(bed.fake.give('ben', bed.fake.open('web', customerId)));
    bed.fake.give('ben');
    expect(await pick({ customerId })).toBe('ben');
    expect(await pick()).toBe('anna');
  });

  it('names, among equals, whoever got no session for longest', async () => {
    await connect('anna');
    await connect('ben');
    for (const agentId of ['ben', 'anna']) {
      await pass(1_000);
      bed.fake.close(bed.fake.give(agentId));
    }
    expect(await pick()).toBe('ben');
  });

  it('spreads what comes together, and never beyond capacity', async () => {
    await connect('anna');
    await connect('ben');
    const picked = await pickAll(Array.from({ length: 8 }, () => ({})));
    const count = (id?: string) => picked.filter((one) => one === id).length;
    expect([count('anna'), count('ben'), count(undefined)]).toEqual([3, 3, 2]);
  });

  it('does not name whoever had it and did not answer', async () => {
    await connect('anna');
    expect(await pick({ exceptAgentId: 'anna' })).toBeUndefined();
    await connect('ben');
    expect(await pick({ exceptAgentId: 'anna' })).toBe('ben');
  });

  it('weighs what an agent holds by channel', async () => {
    bed.people[0]!.maxConcurrentChats = 1;
    await connect('anna');
    for (let i = 0; i < 3; i++) bed.fake.give('anna', bed.fake.open('email'));
    expect(await pick()).toBeUndefined();
    expect(await pick({ channelType: 'whatsapp' })).toBeUndefined();
    expect(await pick({ channelType: 'email' })).toBe('anna');
  });

  it('answers with nobody when a store fails', async () => {
    await connect('anna');
    bed.fake.turn.lastAgents = async () => Promise.reject(new DomainError('unavailable', 'down'));
    await connect('ben');
    expect(await pick()).toBeUndefined();
  });
});

describe('the queue', () => {
  it('goes, oldest first, to whoever connects, up to capacity', async () => {
    const ids = Array.from({ length: 5 }, () => bed.fake.queue());
    await connect('anna');
    await settle();
    expect(ids.map((id) => bed.fake.of(id).agentId)).toEqual(['anna', 'anna', 'anna', undefined, undefined]);
    await connect('ben');
    await settle();
    expect(ids.slice(3).map((id) => bed.fake.of(id).agentId)).toEqual(['ben', 'ben']);
  });

  it('moves when a session closes, an agent goes online, or capacity is raised', async () => {
    bed.people[0]!.maxConcurrentChats = 1;
    await connect('anna');
    await connect('cleo');
    const held = bed.fake.give('anna');
    const [first, second, third] = [bed.fake.queue(), bed.fake.queue(), bed.fake.queue()];
    await settle();
    expect(bed.fake.of(first).status).toBe('waiting');
    bed.fake.close(held);
    await settle();
    expect(bed.fake.of(first).agentId).toBe('anna');
    bed.people[0]!.maxConcurrentChats = 2;
    expect(await bed.routing.claimNext(organizationId)).toBe(1);
    expect(bed.fake.of(second).agentId).toBe('anna');
    await bed.routing.setPresence({ organizationId, agentId: 'cleo', status: 'online' });
    await settle();
    expect(bed.fake.of(third).agentId).toBe('cleo');
  });

  it('moves when a session closes whose row is written later', async () => {
    bed.people[0]!.maxConcurrentChats = 1;
    await connect('anna');
    const held = bed.fake.give('anna');
    const waiting = bed.fake.queue();
    await settle();
    bed.fake.fakes.lag = true;
    bed.fake.close(held);
    await settle();
    expect(bed.fake.of(waiting).status).toBe('waiting');
    bed.fake.fakes.lag = false;
    bed.fake.project(held);
    await settle();
    expect(bed.fake.of(waiting).agentId).toBe('anna');
  });

  it('never gives one session twice, nor an agent too much, however often it is called', async () => {
    await connect('anna');
    for (let i = 0; i < 6; i += 1) bed.fake.queue();
    await Promise.all(Array.from({ length: 10 }, () => bed.routing.claimNext(organizationId)));
    await settle();
    expect(bed.fake.fakes.claims).toHaveLength(3);
    expect(new Set(bed.fake.fakes.claims).size).toBe(3);
  });

  it('looks for nobody when it only grew: whoever gets room rings', async () => {
    await connect('anna');
    bed.fake.fakes.silent = true;
    const id = bed.fake.queue();
    bed.events.emit('queue', { organizationId, full: true });
    await settle();
    expect(bed.fake.of(id).status).toBe('waiting');
    bed.events.emit('queue', { organizationId });
    await settle();
    expect(bed.fake.of(id).agentId).toBe('anna');
  });

  it('looks again when somebody else was faster', async () => {
    jest.useRealTimers();
    const [contested, other] = [bed.fake.queue(), bed.fake.queue()];
    bed.people[0]!.maxConcurrentChats = 1;
    bed.fake.fakes.beforeClaim = () => {
      if (bed.fake.of(contested).status === 'waiting') bed.fake.give('ben', contested);
    };
    await connect('anna');
    await bed.routing.claimNext(organizationId);
    expect(bed.fake.of(contested).agentId).toBe('ben');
    expect(bed.fake.of(other).agentId).toBe('anna');
  });

  it('takes a customer who writes meanwhile on another node, at the first try', async () => {
    const late = bed.fake.queue();
    bed.fake.fakes.silent = true;
    bed.fake.fakes.lag = true;
    bed.fake.append(late, { type: 'text', sender: 'customer', content: { text: 'hello?' } });
    await connect('anna');
    await settle();
    expect(bed.fake.of(late).agentId).toBe('anna');
  });

  it('waits for the next bell when the store is down, and does not reject', async () => {
    const id = bed.fake.queue();
    bed.fake.fakes.failing = true;
    await connect('anna');
    expect(await bed.routing.claimNext(organizationId)).toBe(0);
    bed.fake.fakes.failing = false;
    expect(await bed.routing.claimNext(organizationId)).toBe(1);
    expect(bed.fake.of(id).agentId).toBe('anna');
  });

  it('does nothing any more once closed', async () => {
    await connect('anna');
    await bed.routing.close();
    const id = bed.fake.queue();
    expect(await bed.routing.claimNext(organizationId)).toBe(0);
    expect(bed.fake.of(id).status).toBe('waiting');
  });
});
