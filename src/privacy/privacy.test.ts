import type { Message } from '../protocol/model/message';
import { exportedSession, forCustomer } from '../sessions/visibility';
import { emptySession } from '../sessions/session';
import { createPrivacy, type PrivacyDeps } from './privacy';

const never = () => Promise.reject(new Error('not asked for here'));

test('A copy holds every message of every session, however many, and no note', async () => {
  const logs: Record<string, Message[]> = Object.fromEntries(
    [0, 1, 500, 12_345].map((length, n) => [
      `s${n}`,
      Array.from(
        { length },
        (_, i) =>
          ({ seq: i + 1, type: i % 100 === 99 ? 'note' : 'text', content: {}, metadata: {} }) as Message,
      ),
    ]),
  );
  const asked: number[] = [];
  const privacy = createPrivacy({
    sessionsOf: () => Promise.resolve(Object.keys(logs).map((id) => emptySession({ id } as never))),
    messages(_organization, id, { after, limit }) {
      asked.push(limit);
      return Promise.resolve(logs[id]!.slice(after, after + limit));
    },
    forCustomer,
    exportedSession,
    findInbound: never,
    eraseCustomer: never,
    cutOff: never,
    forgetMemory: never,
    removeConversations: never,
    redactLog: never,
    removeFiles: never,
    personOf: ({ customerId }) => Promise.resolve([customerId]),
    forgetLinks: never,
  } satisfies PrivacyDeps);
  const copied: Record<string, number[]> = {};
  for await (const { session, pages } of privacy.transcripts({ organizationId: 'o', customerId: 'c' })) {
    const seqs = (copied[session.id] = [] as number[]);
    for await (const page of pages) seqs.push(...page.map(({ seq }) => seq));
  }
  const expected = Object.entries(logs).map(([id, log]) => [
    id,
    log.filter(({ type }) => type !== 'note').map(({ seq }) => seq),
  ]);
  expect(copied).toEqual(Object.fromEntries(expected));
  expect(Math.max(...asked)).toBeLessThanOrEqual(500);
});
