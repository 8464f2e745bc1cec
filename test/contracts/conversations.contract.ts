import { randomUUID } from 'node:crypto';
import type { Conversation, ConversationStore } from '../../src/insights/store';
import type { Stores } from './document-stores';

const organizationId = randomUUID();

function aConversation(changes: Partial<Conversation> = {}): Conversation {
  return {
    organizationId,
    sessionId: randomUUID(),
    summary: 'A refund was asked for.',
    topics: ['refunds'],
    intents: [],
    aiResolved: true,
    messageCount: 3,
    metadata: {},
    ...changes,
  };
}

export function conversationsContract(name: string, make: () => Promise<Stores<ConversationStore>>): void {
  describe(`conversations on ${name}`, () => {
    let stores: Stores<ConversationStore>;
    let store: ConversationStore;
    beforeAll(async () => {
      stores = await make();
      store = await stores.node();
    });
    afterAll(() => stores?.stop());

    it('returns what was written, every field of it, and nothing that was not', async () => {
      const full = aConversation({
        sentiment: 'negative',
        satisfactionScore: 4,
        firstMessageAt: '2026-01-02T03:04:05.006Z',
        lastMessageAt: '2026-01-02T03:05:05.006Z',
        resolutionTime: 60,
        metadata: { 'dotted.key': { $set: [1] }, empty: {} },
      });
      for (const conversation of [full, aConversation()]) {
        await store.upsert(conversation);
        expect(await store.get(organizationId, conversation.sessionId)).toStrictEqual(conversation);
      }
    });

    it('reads many at once: those that there are, of this organization', async () => {
      const some = [aConversation(), aConversation({ summary: 'A lamp was broken.' })];
      for (const one of some) await store.upsert(one);
      const ids = [...some.map(({ sessionId }) => sessionId), randomUUID()];
      const found = await store.read(organizationId, ids);
      expect(found.sort((a, b) => ids.indexOf(a.sessionId) - ids.indexOf(b.sessionId))).toStrictEqual(some);
      expect(await store.read(randomUUID(), ids)).toEqual([]);
    });

    it('replaces the whole summary, and drops one that counts fewer messages', async () => {
      const first = aConversation({ sentiment: 'negative' });
      const { sessionId } = first;
      const later = aConversation({ sessionId, messageCount: 5, summary: 'It was paid.' });
      await store.upsert(first);
      await store.upsert(later);
      await store.upsert(first);
      expect(await store.get(organizationId, sessionId)).toStrictEqual(later);
      const same = { ...later, summary: 'It was paid at once.' };
      await store.upsert(same);
      expect(await store.get(organizationId, sessionId)).toStrictEqual(same);
    });

    it('keeps one summary when several nodes write the first', async () => {
      const sessionId = randomUUID();
      const nodes = await Promise.all([stores.node(), stores.node()]);
      await Promise.all(nodes.map((node) => node.upsert(aConversation({ sessionId }))));
      expect(await store.remove(organizationId, [sessionId])).toBe(1);
    });

    it('shows another organization nothing, and lets it change nothing', async () => {
      const conversation = aConversation();
      const { sessionId } = conversation;
      await store.upsert(conversation);
      const foreign = randomUUID();
      expect(await store.get(foreign, sessionId)).toBeUndefined();
      expect(await store.remove(foreign, [sessionId])).toBe(0);
      await store.upsert({ ...conversation, organizationId: foreign, messageCount: 9 });
      expect(await store.get(organizationId, sessionId)).toStrictEqual(conversation);
    });

    it('says how many messages the summaries of some sessions count, to their organization', async () => {
      const [one, two] = [aConversation({ messageCount: 4 }), aConversation({ messageCount: 7 })];
      for (const each of [one, two]) await store.upsert(each);
      const ids = [one.sessionId, randomUUID(), two.sessionId];
      expect(await store.messageCounts(organizationId, ids)).toEqual(
        new Map([
          [one.sessionId, 4],
          [two.sessionId, 7],
        ]),
      );
      expect(await store.messageCounts(organizationId, [])).toEqual(new Map());
      expect(await store.messageCounts(randomUUID(), ids)).toEqual(new Map());
    });

    it('forgets the summaries of some sessions', async () => {
      const [one, two, three] = [aConversation(), aConversation(), aConversation()];
      for (const each of [one, two, three]) await store.upsert(each);
      expect(await store.remove(organizationId, [one.sessionId, two.sessionId, randomUUID()])).toBe(2);
      expect(await store.get(organizationId, one.sessionId)).toBeUndefined();
      expect(await store.get(organizationId, three.sessionId)).toStrictEqual(three);
    });

    it('replaces U+0000 and lone surrogates', async () => {
      const conversation = aConversation({ summary: 'a\u0000b\uD800', topics: ['\u0000'] });
      await store.upsert(conversation);
      expect(await store.get(organizationId, conversation.sessionId)).toMatchObject({
        summary: 'a\uFFFDb\uFFFD',
        topics: ['\uFFFD'],
      });
    });
  });
}
