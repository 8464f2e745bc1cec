import { Stale } from '../errors';
import { createEventBus } from '../events';
import { createLog } from '../log';
import { aiSettings } from '../protocol/answers';
import type { Message } from '../protocol/model/message';
import { emptySession } from '../sessions/session';
import { createRespond, type RespondDeps } from './answer-run';
import type { Decision } from './decide';

const question = {
  id: 'm',
  sessionId: 's',
  seq: 7,
  type: 'text',
  sender: 'customer',
  content: { text: 'Do you ship to Malta?' },
  metadata: {},
} as Message;

/** Answers weakly a customer who has waited for so long, by the clock that all nodes share. */
async function handedOver(waitedMs: number) {
  const handOver = jest.fn(() => Promise.resolve({}));
  await respondTo(
    { messages: () => Promise.resolve([question]), handOver } as unknown as RespondDeps['sessions'],
    { kind: 'handover', trigger: 'low_confidence', reason: 'Unsure.', confidence: 0.1 },
    waitedMs,
  );
  return (handOver.mock.calls as unknown as Array<[{ expectSeq?: number }]>)[0]![0];
}

async function respondTo(sessions: RespondDeps['sessions'], decision: Decision, waitedMs = 0) {
  const now = Date.parse('2026-03-01T12:00:00Z');
  const respond = createRespond({
    sessions,
    composeInTime: () => Promise.resolve({ decision, question: '', found: [], labels: [] }),
    answerLog: { record: () => undefined, flush: () => Promise.resolve() },
    read: () => Promise.resolve({ messages: [question], audience: Promise.resolve('public') }),
    budget: { answersElsewhere: () => Promise.resolve(0) },
    settings: () => Promise.resolve(aiSettings.parse({})),
    makePacket: () => Promise.resolve({} as never),
    events: createEventBus(() => undefined),
    now: () => now,
    log: createLog('silent'),
  });
  const startedAt = new Date(now - waitedMs).toISOString();
  const session = {
    ...emptySession({
      id: 's',
      organizationId: 'o',
      customerId: 'c',
      channelId: 'w',
      channelType: 'web',
      startedAt,
    }),
    awaitingSince: startedAt,
  };
  return respond.respond(session, new AbortController().signal);
}

/** What was sent of an answer after which log, where these came while it was written. */
async function answeredAfter(...since: Array<Partial<Message>>) {
  const log = [question, ...since.map((one, index) => ({ ...question, ...one, seq: 8 + index }))];
  const reply = jest.fn(({ expectSeq }: { expectSeq: number }) =>
    expectSeq < log.at(-1)!.seq
      ? Promise.reject(new Stale(log.at(-1)!.seq))
      : Promise.resolve({ message: { id: 'a' } }),
  );
  const outcome = await respondTo(
    {
      messages: (_o: string, _s: string, { after = 0 }: { after?: number }) =>
        Promise.resolve(log.filter(({ seq }) => seq > after)),
      reply,
    } as unknown as RespondDeps['sessions'],
    { kind: 'answer', text: 'Yes.', confidence: 0.9, sources: [] },
  );
  return { outcome, tried: reply.mock.calls.map(([{ expectSeq }]) => expectSeq) };
}

test('An emoji, or another attribute, that comes while an answer is written drops it not; a word does', async () => {
  const line = { type: 'system', sender: 'system' } as const;
  const emoji = { ...line, content: { systemAction: 'reacted' } };
  const attribute = { ...line, content: { systemAction: 'attribute_changed' } };
  expect(await answeredAfter(emoji, attribute)).toEqual({ outcome: 'done', tried: [7, 9] });
  expect(await answeredAfter(emoji, {})).toEqual({ outcome: 'again', tried: [7] });
});

describe.each([
  ['ahead', 30_000],
  ['behind', -30_000],
])('on a node whose clock is 30 s %s', (_where, skew) => {
  beforeEach(() => {
    jest.spyOn(Date, 'now').mockReturnValue(Date.parse('2026-03-01T12:00:00Z') + skew);
  });
  afterEach(() => jest.restoreAllMocks());

  test('who has just written may still say more', async () => {
    expect(await handedOver(1_000)).toMatchObject({ expectSeq: 7 });
  });

  test('who has written for long without an answer gets a person whatever else comes', async () => {
    expect(await handedOver(4_000)).not.toHaveProperty('expectSeq');
  });
});
