import type { Message } from '../protocol/model/message';
import { emptySession } from '../sessions/session';
import { createPrefetch } from './prefetch';

const at = { id: 's', organizationId: 'o', customerId: 'c', channelId: 'w' };
const session = (headSeq: number) => ({
  ...emptySession({ ...at, channelType: 'web', startedAt: '2026-03-01T12:00:00.000Z' }),
  headSeq,
});

/** A log that holds so many messages; notes what it is asked. */
function reading(content: Message['content'] = { text: 'Do you ship to Malta?' }) {
  const asked: string[] = [];
  let isAway = false;
  const log = [{ seq: 1, type: 'text', sender: 'customer', content, metadata: {} } as Message];
  const prefetch = createPrefetch({
    sessions: {
      async messages() {
        await Promise.resolve();
        asked.push('log');
        if (isAway) throw new Error('away');
        return [...log];
      },
    },
    async audienceOf() {
      asked.push('audience');
      return 'verified';
    },
  });
  return { asked, log, prefetch, goAway: (away: boolean) => void (isAway = away) };
}

test('what a customer may read is looked up after the log whose growth stops the answer', async () => {
  const { asked, prefetch } = reading();
  const { messages, audience } = await prefetch.take(session(1));
  expect(messages).toHaveLength(1);
  expect(await audience).toBe('verified');
  expect(asked).toEqual(['log', 'audience']);
});

test('what was read early serves one run', async () => {
  const { asked, prefetch } = reading();
  prefetch.begin(session(1));
  expect((await prefetch.take(session(1))).messages).toHaveLength(1);
  expect(asked).toEqual(['log', 'audience']);
  await prefetch.take(session(1));
  expect(asked).toEqual(['log', 'audience', 'log', 'audience']);
});

test('what was read before somebody wrote is read again', async () => {
  const { log, prefetch } = reading();
  prefetch.begin(session(1));
  await new Promise(setImmediate);
  log.push({ ...log[0]!, seq: 2 });
  expect((await prefetch.take(session(2))).messages.map(({ seq }) => seq)).toEqual([1, 2]);
});

test('what was changed meanwhile, or waits for its file, is read again', async () => {
  const { asked, prefetch } = reading();
  prefetch.begin(session(1));
  prefetch.forget('s');
  await prefetch.take(session(1));
  expect(asked.filter((one) => one === 'log')).toHaveLength(2);
  const waiting = reading({ file: 'pending' });
  waiting.prefetch.begin(session(1));
  await waiting.prefetch.take(session(1));
  expect(waiting.asked.filter((one) => one === 'log')).toHaveLength(2);
});

test('what could not be read early is tried again, and then its failure is heard of', async () => {
  const { prefetch, goAway } = reading();
  goAway(true);
  prefetch.begin(session(1));
  await new Promise(setImmediate);
  goAway(false);
  expect((await prefetch.take(session(1))).messages).toHaveLength(1);
  goAway(true);
  prefetch.begin(session(1));
  await expect(prefetch.take(session(1))).rejects.toThrow('away');
});
