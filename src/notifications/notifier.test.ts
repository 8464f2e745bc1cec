import { createEventBus } from '../events';
import { emptySession } from '../sessions/session';
import { createNotifier } from './notifier';

const device = (agentId: string) => ({
  agentId,
  isOffline: false,
  choices: [],
  devices: [`phone of ${agentId}`],
});

test('Who is reachable is read for news only, of their organization, and once for many', async () => {
  const events = createEventBus(() => undefined);
  const read: string[] = [];
  const pushed: string[] = [];
  const notifier = createNotifier({
    events,
    reachable: async (organizationId) => (read.push(organizationId), [device(`ada of ${organizationId}`)]),
    mail: async () => undefined,
    push: async ({ sessionId }, deviceIds) => void pushed.push(`${sessionId} ${deviceIds.join()}`),
    log: { warn: (about: unknown) => expect(about).toBeUndefined() } as never,
  });
  const mention = (organizationId: string, id: string) =>
    events.emit('mentioned', {
      session: emptySession({
        id,
        organizationId,
        customerId: 'c',
        channelId: 'ch',
        channelType: 'web',
        startedAt: '2026-11-22T12:00:00.000Z',
      }),
      agentIds: [`ada of ${organizationId}`],
    } as never);
  for (const id of ['1', '2', '3']) mention('shop', id);
  mention('bank', '4');
  await notifier.close();
  expect(read).toEqual(['shop', 'bank']);
  expect(pushed.sort()).toEqual([
    '1 phone of ada of shop',
    '2 phone of ada of shop',
    '3 phone of ada of shop',
    '4 phone of ada of bank',
  ]);
});
