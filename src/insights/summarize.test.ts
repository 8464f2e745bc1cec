import { randomUUID } from 'node:crypto';
import type { HandoverPacket } from '../protocol/model/handover';
import type { Message } from '../protocol/model/message';
import { asked, messages, system } from '../../test/dev-env/written-log';
import { summarize } from './summarize';

const ref = { organizationId: 'o', id: 's' };
const packet: HandoverPacket = {
  trigger: 'requested',
  reason: 'asked',
  summary: 'Wants the money back.',
  intent: 'refund',
  stepsTried: [],
  facts: {},
  sentiment: 'negative',
  language: 'de',
  sources: [],
};

test('What the AI resolved alone is told by the first words of the customer', () => {
  const log = messages(asked, { sender: 'ai' }, system('closed'), system('rated', { score: 5 }));
  expect(summarize(ref, log)).toEqual({
    organizationId: 'o',
    sessionId: 's',
    summary: asked.content.text.trim().slice(0, 200),
    topics: [],
    intents: [],
    satisfactionScore: 5,
    aiResolved: true,
    messageCount: 4,
    firstMessageAt: '2026-01-01T00:00:00.000Z',
    lastMessageAt: '2026-01-01T00:00:30.000Z',
    resolutionTime: 20,
    metadata: { wanted: ['Where is it?'] },
  });
});

test('What went to people is told by its handover packet', () => {
  const handover: Partial<Message> = { type: 'handover', sender: 'system', content: { packet } };
  expect(summarize(ref, messages(asked, handover, system('closed')))).toMatchObject({
    summary: 'Wants the money back.',
    intents: ['refund'],
    sentiment: 'negative',
    aiResolved: false,
    metadata: { language: 'de' },
  });
});

test('Whoever claimed or answered as a person resolved it; a note did not', () => {
  const resolved = (more: Partial<Message>) =>
    summarize(ref, messages(asked, more, system('closed'))).aiResolved;
  expect(resolved({ ...system('claimed'), agentId: randomUUID() })).toBe(false);
  expect(resolved({ sender: 'agent' })).toBe(false);
  expect(resolved({ sender: 'agent', type: 'note' })).toBe(true);
  expect(summarize(ref, messages(asked)).aiResolved).toBe(false);
});
