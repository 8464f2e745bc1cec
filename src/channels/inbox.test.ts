import { setImmediate } from 'node:timers/promises';
import { createLog } from '../log';
import { eventually } from '../tools/eventually';
import type { Channel, ChannelEvent } from './channel';
import { createInbox } from './inbox';
import type { InboundEvents, PendingEvent } from './store';

const phone = (value: string) => ({ kind: 'phone' as const, value });
const says = (value: string, at: string, userId?: string): ChannelEvent => ({
  kind: 'message',
  providerId: at,
  at,
  person: { identities: [phone(value), ...(userId ? [{ kind: 'whatsapp' as const, value: userId }] : [])] },
  content: { type: 'text', text: at },
});

/** What is received of these events, each a body, in the order in which that ends. */
async function received(
  bodies: ChannelEvent[][],
  slow: (said: ChannelEvent) => Promise<void>,
  isIntakeBehind = () => false,
) {
  const pending = bodies.map(
    (_, n) =>
      ({
        id: `e${n}`,
        channelId: 'c',
        attempts: 0,
        receivedAt: '',
        body: Buffer.from(String(n)),
      }) as PendingEvent,
  );
  const done: string[] = [];
  const channel = {
    parse: ({ body }: { body: Buffer }) => bodies[Number(body.toString())]!,
  } as unknown as Channel;
  const inbox = createInbox({
    channels: new Map([['pigeon', channel]]) as never,
    events: {
      waiting: async () => [],
      due: async () => ({ items: pending.splice(0), more: false }),
      settle: async () => undefined,
    } as unknown as InboundEvents,
    channelById: async () =>
      ({ id: 'c', organizationId: 'o', type: 'pigeon', isActive: true, config: {} }) as never,
    receive: async (said) => {
      await slow(said);
      done.push('at' in said ? said.at : '');
    },
    isIntakeBehind,
    wake: () => undefined,
    log: createLog('silent'),
  });
  await inbox.work('c');
  return done;
}

test('what is said before and after a number changes is worked on in order, and nobody else waits for it', async () => {
  const changed: ChannelEvent = { kind: 'identity_changed', at: '2', from: phone('+1'), to: phone('+2') };
  let isOtherDone = false;
  const done = await received(
    [[says('+2', '3')], [changed], [says('+1', '1')], [says('+9', '4')]],
    async (said) => {
      if ('at' in said && said.at === '1') await eventually(() => isOtherDone);
      if ('at' in said && said.at === '4') isOtherDone = true;
    },
  );
  expect(done).toEqual(['4', '1', '2', '3']);
});

test('one person is one sender, by whatever the provider names them', async () => {
  const bodies = [[says('+1', '3', 'DE.1')], [says('+1', '1')], [says('+7', '2', 'DE.1')]];
  expect(await received(bodies, () => Promise.resolve())).toEqual(['1', '2', '3']);
});

test('while new events wait long to be stored, few senders are worked on at once', async () => {
  const most = async (isBehind: boolean) => {
    let [running, highest] = [0, 0];
    const bodies = Array.from({ length: 8 }, (_, n) => [says(`+${n}`, String(n))]);
    await received(
      bodies,
      async () => {
        highest = Math.max(highest, (running += 1));
        await setImmediate();
        running -= 1;
      },
      () => isBehind,
    );
    return highest;
  };
  expect([await most(false), await most(true)]).toEqual([8, 2]);
});
