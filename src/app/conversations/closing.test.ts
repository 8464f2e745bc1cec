import { keepConversations } from '../../insights/conversation-summaries';
import { rereadOf } from '../../insights/model-summary';
import type { Conversation } from '../../insights/store';
import { createLog } from '../../log';
import type { Message } from '../../protocol/model/message';
import type { Session } from '../../protocol/model/session';
import { say } from '../../protocol/server-texts/said';
import { createBreakers } from '../../responder/breaker';
import type { WriterDeps } from '../../responder/copilot/write';
import { ProviderFailure } from '../../responder/providers/provider';
import { buildReadAgain } from './closing';

const organizationId = 'o';
const lastMessageAt = new Date().toISOString();
const log = [
  { type: 'text', sender: 'customer', content: { text: 'The zip of my tent broke.' } },
  { type: 'system', sender: 'system', content: { systemAction: 'closed' } },
].map((one, i) => ({ ...one, id: `m${i}`, seq: i + 1, metadata: {}, timestamp: lastMessageAt })) as Message[];

/** What is closed and its summaries, a model behind a breaker, and what the AI may do. */
function build(ids: readonly string[]) {
  const world = { now: 0, asked: 0, runs: 10, keyIsWrong: false };
  const summaries = new Map<string, Conversation>();
  const items = ids.map((id) => ({ id, organizationId, lastMessageAt })) as Session[];
  const conversations = keepConversations({
    events: { on: () => () => true },
    messages: { read: async (_, { after = 0 }) => log.filter(({ seq }) => seq > after) },
    store: {
      upsert: async (one) => void summaries.set(one.sessionId, one),
      get: async (_, id) => summaries.get(id),
      read: async (_, some) => some.flatMap((id) => summaries.get(id) ?? []),
      messageCounts: async () => new Map(),
      remove: async () => 0,
    },
    closed: async () => ({ items, nextCursor: null }),
    lacking: async () => new Set(),
    summarizeLater: () => undefined,
  });
  const parts = {
    sessions: { get: async (_: string, id: string) => ({ id, customerId: 'c', status: 'closed' }) },
    customerMemory: { list: async () => [], add: async () => undefined },
    settingsReader: { read: async () => undefined },
  };
  const writer: WriterDeps = {
    knowledge: { search: () => Promise.reject(new Error('not searched')) },
    provider: {
      ...{ name: 'openai', model: 'm', floors: { cautious: 0, balanced: 0, eager: 0 } },
      answer: () => Promise.reject(new Error('not asked')),
      async write() {
        world.asked += 1;
        if (world.keyIsWrong) throw new ProviderFailure('The key is wrong.');
        return { text: 'WANTED: A zip.', tokens: { input: 1, output: 1 } };
      },
    },
    breakers: createBreakers({ failures: 3, openMs: 30_000, now: () => world.now }),
    budget: {
      affords: async () => true,
      keepsToWords: async () => false,
      spend: async () => (world.runs-- > 0 ? undefined : say('ai_spent_all')),
    },
    answers: { record: async () => 'id' },
    log: createLog('silent'),
    deadlineMs: 60_000,
  };
  const readAgain = buildReadAgain(parts as unknown as Parameters<typeof buildReadAgain>[0], writer);
  return {
    ...{ world, summaries },
    summarize: (sessionId: string) => conversations.summarize({ organizationId, sessionId }),
    sumUp: (sessionId: string) => conversations.sumUp({ organizationId, sessionId }, readAgain),
    unread: async () =>
      (await conversations.unread(organizationId, new Date(0))).map(({ sessionId }) => sessionId),
  };
}

test('where a model that keeps failing is left alone, a conversation is asked about later, and takes nothing from what the AI may do', async () => {
  const ids = ['first', 'second', 'third', 'last'];
  const { world, summaries, summarize, sumUp, unread } = build(ids);
  world.keyIsWrong = true;
  for (const id of ids) await summarize(id);
  for (const id of ids) expect(await sumUp(id)).toBe(false);
  for (let times = 0; times < 4; times += 1) expect(await sumUp('last')).toBe(false);
  expect([world.asked, world.runs, await unread()]).toEqual([3, 7, ids]);

  Object.assign(world, { now: 30_000, keyIsWrong: false });
  expect(await sumUp('last')).toBe(true);
  expect(rereadOf(summaries.get('last'))?.parts.wanted).toEqual(['A zip.']);
  expect(await unread()).toEqual(ids.slice(0, 3));
});

test('what came when the AI had done all that it may is read once it may do more', async () => {
  const { world, summarize, sumUp, unread } = build(['one']);
  await summarize('one');
  world.runs = 0;
  for (let times = 0; times < 5; times += 1) expect(await sumUp('one')).toBe(false);
  expect([world.asked, await unread()]).toEqual([0, ['one']]);
  world.runs = 1;
  expect(await sumUp('one')).toBe(true);
});

test('a model is asked three times of the same words', async () => {
  const { world, summarize, sumUp, unread } = build(['one']);
  world.keyIsWrong = true;
  await summarize('one');
  for (let times = 0; times < 5; times += 1) {
    expect(await sumUp('one')).toBe(false);
    world.now += 30_000;
  }
  expect([world.asked, await unread()]).toEqual([3, []]);
});
