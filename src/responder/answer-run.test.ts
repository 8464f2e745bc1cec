import { createEventBus } from '../events';
import { createLog } from '../log';
import { aiSettings } from '../protocol/answers';
import type { Message } from '../protocol/model/message';
import { emptySession } from '../sessions/session';
import { createRespond, type RespondDeps } from './answer-run';

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
  const now = Date.parse('2026-03-01T12:00:00Z');
  const handOver = jest.fn(() => Promise.resolve({}));
  const respond = createRespond({
    sessions: { messages: () => Promise.resolve([question]), handOver } as unknown as RespondDeps['sessions'],
    composeInTime: () =>
      Promise.resolve({
        decision: { kind: 'handover', trigger: 'low_confidence', reason: 'Unsure.', confidence: 0.1 },
        question: '',
        found: [],
        labels: [],
      }),
    recorder: { record: () => undefined, flush: () => Promise.resolve() },
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
  await respond.respond(session, new AbortController().signal);
  return (handOver.mock.calls as unknown as Array<[{ expectSeq?: number }]>)[0]![0];
}

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
