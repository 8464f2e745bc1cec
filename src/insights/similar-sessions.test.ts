import type { Session } from '../protocol/model/session';
import { createSimilarSessions } from './similar-sessions';
import type { Conversation } from './store';

const organizationId = 'o';
const time = '2026-03-01T10:00:00.000Z';

/** What was wanted in each, how near that is to the open one, and which article answers it. */
function world(closed: Record<string, { near: number; article?: string }>, article?: string) {
  const ids = Object.keys(closed);
  const session = (id: string): Session =>
    ({
      id,
      organizationId,
      customerId: id,
      channelType: 'web',
      status: 'closed',
      lastMessageAt: time,
    }) as Session;
  const summed = (sessionId: string): Conversation =>
    ({
      sessionId,
      organizationId,
      summary: `${sessionId} was wanted here`,
      metadata: {},
    }) as unknown as Conversation;
  const similar = createSimilarSessions({
    similar: {
      find: (_, __, { near }) =>
        Promise.resolve(
          ids.filter((id) => closed[id]!.near >= near).sort((a, b) => closed[b]!.near - closed[a]!.near),
        ),
      forget: () => undefined,
    },
    conversations: {
      get: () => Promise.resolve(undefined),
      read: (_, asked) => Promise.resolve(asked.map(summed)),
    },
    session: (_, id) => Promise.resolve({ ...session(id), status: 'with_ai' } as unknown as Session),
    messages: () => Promise.resolve([]),
    soFar: () => ({ summary: 'This is wanted now', wanted: [] }),
    closedAmong: (_, asked) => Promise.resolve(asked.map(session)),
    lets: () => Promise.resolve(true),
    personOf: (_, customerId) => Promise.resolve([customerId]),
    masked: (text) => text,
    articleOf: (_, text) =>
      Promise.resolve(text === 'This is wanted now' ? article : closed[text.split(' ')[0]!]?.article),
  });
  return async () => (await similar.to(organizationId, 'open')).items.map(({ sessionId }) => sessionId);
}

it('shows what the same article answers, however far it was asked, and nothing that another or none answers', async () => {
  const shown = world(
    {
      same: { near: 0.4, article: 'refunds' },
      other: { near: 0.99, article: 'orders' },
      none: { near: 0.98 },
      far: { near: 0.2, article: 'refunds' },
    },
    'refunds',
  );
  expect(await shown()).toEqual(['same']);
});

it('shows of what no article answers only what is very near, and has none either', async () => {
  const shown = world({
    near: { near: 0.95 },
    less: { near: 0.8 },
    answered: { near: 0.97, article: 'orders' },
  });
  expect(await shown()).toEqual(['near']);
});
