import { createEventBus } from '../events';
import { createLog } from '../log';
import { aiSettings } from '../protocol/answers';
import type { Message } from '../protocol/model/message';
import { emptySession, type SessionState } from '../sessions/session';
import { createResponder, type ResponderDeps } from './responder';
import { everybodyLets } from './run-budget';

const startedAt = '2026-03-01T12:00:00.000Z';
const session = (id: string): SessionState => ({
  ...emptySession({
    ...{ id, organizationId: 'o', customerId: `customer of ${id}`, channelId: 'w', channelType: 'web' },
    startedAt,
  }),
});
const message = (sessionId: string, seq: number, more: Partial<Message>): Message =>
  ({
    ...{ id: `${sessionId}/${seq}`, sessionId, seq, type: 'text', sender: 'customer', metadata: {} },
    content: { text: `question ${seq}` },
    ...more,
  }) as Message;

test('What an answer takes is fetched once a burst, while its rest is waited for, where the AI may answer', async () => {
  const prepared: string[] = [];
  const counted: string[] = [];
  const ownData: string[] = [];
  const events = createEventBus(() => undefined);
  const settings = aiSettings.parse({});
  const responder = createResponder({
    events,
    settings: () => Promise.resolve(settings),
    knowledge: {
      search: () => Promise.reject(new Error('nothing is searched before the burst is over')),
      async prepare(_organizationId: string, query: string) {
        prepared.push(query);
      },
    },
    answers: {
      async answersElsewhere({ sessionId }: { sessionId: string }) {
        counted.push(sessionId);
        return 0;
      },
    },
    async prepareOwnData(organizationId: string) {
      ownData.push(organizationId);
    },
    modelChoice: everybodyLets,
    audienceOf: async () => 'public',
    sessions: { messages: async () => [] },
    burstMs: () => 60_000,
    log: createLog('silent'),
  } as unknown as ResponderDeps);
  const says = async (one: SessionState, said: Message) => {
    events.emit('message', { session: one, message: said });
    await new Promise(setImmediate);
  };
  await says(session('a'), message('a', 1, { content: { text: ' Do you ship to Malta? ' } }));
  await says(session('a'), message('a', 2, { content: { text: 'and when?' } }));
  await says(session('b'), message('b', 1, { sender: 'agent' }));
  await says({ ...session('c'), status: 'with_agent' }, message('c', 1, {}));
  settings.enabled = false;
  await says(session('d'), message('d', 1, {}));
  expect(prepared).toEqual(['Do you ship to Malta?']);
  expect(counted).toEqual(['a']);
  expect(ownData).toEqual(['o']);
  await responder.close(0);
});
