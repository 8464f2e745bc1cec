// A conversation played step by step, as the log would number it: for tests of what its state becomes.
import type { HandoverPacket } from '../../src/protocol/model/handover';
import type { Message } from '../../src/protocol/model/message';
import { fold } from '../../src/sessions/fold';
import { emptySession, type Draft, type SessionState } from '../../src/sessions/session';
import * as transitions from '../../src/sessions/transitions';

export const start = emptySession({
  id: '00000000-0000-4000-8000-000000000001',
  organizationId: '00000000-0000-4000-8000-000000000002',
  customerId: '00000000-0000-4000-8000-000000000003',
  channelId: '00000000-0000-4000-8000-000000000004',
  channelType: 'web',
  startedAt: '2026-01-01T00:00:00.000Z',
});
export const ada = { id: '00000000-0000-4000-8000-00000000000a', name: 'Ada' };
export const bob = { id: '00000000-0000-4000-8000-00000000000b', name: 'Bob' };
export const packet: HandoverPacket = {
  trigger: 'requested',
  reason: 'The customer asked for a person.',
  summary: 'Wants a refund.',
  stepsTried: [],
  facts: { order: '1234' },
  sentiment: 'neutral',
  language: 'en',
  sources: [],
};
export const customer = {
  organizationId: start.organizationId,
  customerId: start.customerId,
  channelId: start.channelId,
  channelType: 'web' as const,
};

export type Actor = Parameters<typeof transitions.closing>[1];
export type Step = (state: SessionState) => Draft | null;
export const says =
  (text: string): Step =>
  (state) =>
    transitions.receiving(state, { ...customer, content: { text } });
export const replies =
  (text: string, by: Actor, type?: 'note'): Step =>
  (state) =>
    transitions.replying(state, {
      organizationId: state.organizationId,
      sessionId: state.id,
      by,
      content: { text },
      ...(type && { type }),
    });

export const handOver: Step = (state) => transitions.handingOver(state, packet, undefined);
export const claim: Step = (state) => transitions.claiming(state, ada);
export const close: Step = (state) => transitions.closing(state, { kind: 'agent', ...ada });

/** Plays the steps as the log would number them. */
export function play(...steps: Step[]): { state: SessionState; log: Message[] } {
  let state = start;
  const log: Message[] = [];
  for (const step of steps) {
    const message = step(state);
    if (!message) continue;
    const timestamp = new Date(Date.parse(state.lastMessageAt) + 1_000).toISOString();
    log.push({ ...message, timestamp, sessionId: state.id, seq: state.headSeq + 1 });
    state = fold(state, log.slice(-1));
  }
  return { state, log };
}
