import { createLog } from '../log';
import type { SessionState } from '../sessions/session';
import { createIdleConversations, type IdleConversationsDeps } from './idle-conversations';

/** So many conversations wait, none of which can be asked; the store gives them in order of id. */
function idleOf(count: number) {
  const waiting = Array.from({ length: count }, (_, n) => ({
    id: String(n).padStart(5, '0'),
    organizationId: 'o',
    headSeq: 1,
    lastMessageAt: '2026-01-01T00:00:00.000Z',
  })) as SessionState[];
  const lookedAt: string[] = [];
  let reads = 0;
  const deps: IdleConversationsDeps = {
    idle: {
      toAsk: async (limit, after) => {
        reads += 1;
        return waiting.filter(({ id }) => !after || id > after.id).slice(0, limit);
      },
      toClose: async () => [],
    },
    sessions: {
      messages: async (_: string, sessionId: string) => {
        lookedAt.push(sessionId);
        return [];
      },
    } as unknown as IdleConversationsDeps['sessions'],
    mayAsk: () => true,
    log: createLog('silent'),
  };
  return { deps, run: createIdleConversations(deps), lookedAt, reads: () => reads };
}

test('Those behind the first 500 that cannot be asked have their turn in the same look, and each is looked at once', async () => {
  const { run, lookedAt, reads } = idleOf(1_201);
  await run();
  expect(new Set(lookedAt).size).toBe(1_201);
  expect(reads()).toBe(4);
  await run();
  expect(lookedAt).toHaveLength(1_201);
});

test('It is asked about an answer once that was sent, not while it waits', async () => {
  const { deps, run } = idleOf(1);
  const sources = [{ articleId: 'a' }];
  const answer = { type: 'text', sender: 'ai', content: { text: 'In a week.' }, metadata: { sources } };
  let delivery = 'queued';
  const asked: unknown[] = [];
  deps.sessions = {
    messages: async () => [{ ...answer, delivery }],
    reply: async (said: unknown) => void asked.push(said),
  } as unknown as IdleConversationsDeps['sessions'];
  await run();
  delivery = 'uncertain';
  await run();
  expect(asked).toEqual([]);
  delivery = 'delivered';
  await run();
  expect(asked).toHaveLength(1);
});
