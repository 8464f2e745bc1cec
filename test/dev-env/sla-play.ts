// The SLA of a conversation that is played step by step, by the clock.
import type { Message } from '../../src/protocol/model/message';
import type { SlaPolicy } from '../../src/protocol/sla';
import type { BusinessHours } from '../../src/routing/hours';
import { withSla, type SlaTerms } from '../../src/routing/sla';
import { fold } from '../../src/sessions/fold';
import { emptySession, type SessionState } from '../../src/sessions/session';
import * as transitions from '../../src/sessions/transitions';

export const id = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
export const ada = { id: id(8), name: 'Ada' };
export const bob = { id: id(9), name: 'Bob' };
const office: BusinessHours = {
  timeZone: 'Europe/Berlin',
  days: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [['09:00', '17:00']]])),
  holidays: [{ date: '2026-12-25', name: 'Christmas', everyYear: true }],
};
export const policy = (over: Partial<SlaPolicy> = {}): SlaPolicy => ({
  id: id(7),
  name: 'Everybody',
  when: {},
  firstReply: 15,
  nextReply: 30,
  resolution: 120,
  inBusinessHours: false,
  warnPercent: 80,
  ...over,
});
export const termsOf = (over: Partial<SlaPolicy> = {}, hours = office): SlaTerms => ({
  policies: [policy(over)],
  hours,
  since: '2026-01-01T00:00:00.000Z',
});

export type Step = (state: SessionState) => ReturnType<typeof transitions.closing>;
export const packet = {
  trigger: 'requested' as const,
  ...{ reason: '', summary: '', stepsTried: [], facts: {}, sentiment: 'neutral' as const },
  ...{ language: 'de', sources: [] },
};
const ids = { organizationId: id(2), customerId: id(3), channelId: id(4) };
export const asks: Step = (state) =>
  transitions.receiving(state, { ...ids, channelType: 'web', content: { text: '?' } });
const says =
  (by: { kind: 'ai' | 'agent'; id?: string }, more: object = {}): Step =>
  (state) =>
    transitions.replying(state, { ...ids, sessionId: state.id, by, content: { text: '!' }, ...more });
export const ai = says({ kind: 'ai' });
export const agent = (state: SessionState) => says({ kind: 'agent', id: state.agentId! })(state);
export const note = says({ kind: 'agent', ...ada }, { type: 'note' });
export const handOver: Step = (state) => transitions.handingOver(state, packet);
export const claim: Step = (state) => transitions.claiming(state, ada);
export const toBob: Step = (state) =>
  transitions.transferring(state, { by: { kind: 'agent', ...ada }, to: { agent: bob } });
export const toQueue: Step = (state) =>
  transitions.transferring(state, { by: { kind: 'agent', ...ada }, to: { queue: true } });
export const snooze: Step = (state) => transitions.snoozing(state, ada, '2027-01-01T00:00:00.000Z');
export const wake: Step = (state) => transitions.unsnoozing(state, { kind: 'system' }, undefined);
export const close: Step = (state) => transitions.closing(state, { kind: 'agent', ...ada });
export const reopen: Step = (state) => transitions.reopening(state, ada);
export const goesOn: Step = (state) => transitions.rejoining(state);
export const urgent: Step = (state) => transitions.prioritizing(state, 'urgent', { kind: 'agent', ...ada });
export const broke =
  (target: string, since: string): Step =>
  (state) =>
    transitions.breaching(state, {
      ...{ target: target as 'first_reply', since, dueAt: since },
      ...{ policyId: id(7), policyName: 'Everybody' },
    });

/** Days of 2026-11: 23 is a Monday. */
export const at = (time: string) => (time.includes('T') ? `${time}Z` : `2026-11-23T${time}:00Z`);
export const iso = (time: string) => new Date(at(time)).toISOString();

/** Plays steps at times into the state that the log folds to. */
export function play(...steps: Array<[time: string, step: Step]>): SessionState {
  const log: Message[] = [];
  const { organizationId, customerId, channelId } = ids;
  const ref = { id: id(1), organizationId, customerId, channelId };
  const start = emptySession({ ...ref, channelType: 'web', startedAt: iso(steps[0]![0]) });
  let state = start;
  for (const [time, step] of steps) {
    const draft = step(state);
    if (!draft) throw new Error('nothing to do');
    log.push({ ...draft, timestamp: iso(time), sessionId: state.id, seq: state.headSeq + 1 });
    state = fold(state, log.slice(-1));
  }
  expect(fold(start, log)).toEqual(state);
  // The row holds JSON.
  return JSON.parse(JSON.stringify(state)) as SessionState;
}

/** What is promised: target, until when, and whether it is paused or broken. */
export function dueOf(terms: SlaTerms, ...steps: Parameters<typeof play>) {
  const { sla } = withSla(play(...steps), terms);
  return (sla?.promises ?? []).map(
    ({ target, dueAt, minutesLeft, breached }) =>
      `${target} ${dueAt?.slice(5, 16).replace('T', ' ') ?? `paused ${String(minutesLeft)}`}${breached ? ' broken' : ''}`,
  );
}
export const outcomes = (terms: SlaTerms, ...steps: Parameters<typeof play>) =>
  (withSla(play(...steps), terms).slaStanding?.outcomes ?? []).map(
    ({ target, at: when, kept }) => `${target} ${kept ? 'kept' : 'missed'} ${when.slice(11, 16)}`,
  );
