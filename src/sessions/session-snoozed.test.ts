import { ada, bob, play, replies, says, type Step } from '../../test/dev-env/session-play';
import * as transitions from './transitions';
import { customerSession, forCustomer, teamSession } from './visibility';

describe('what is put away', () => {
  const until = '2026-02-01T09:00:00.000Z';
  const claims: Step = (state) => transitions.claiming(state, ada);
  const snoozes: Step = (state) => transitions.snoozing(state, ada, until);
  const wakes: Step = (state) => transitions.unsnoozing(state, { kind: 'system' }, until);

  it('is its agent’s still, is not late meanwhile, and the customer sees nothing of it', () => {
    const { state, log } = play(says('hello'), claims, snoozes);
    expect(state).toMatchObject({ status: 'with_agent', agentId: ada.id, snoozed: { until } });
    expect(teamSession(state)).toMatchObject({ snoozed: { until } });
    expect(teamSession(state).needsReplySince).toBeUndefined();
    expect(customerSession(state).snoozed).toBeUndefined();
    expect(forCustomer(log.at(-1)!)).toBeNull();
    expect(transitions.snoozing(state, ada, until)).toBeNull();
    expect(() => transitions.snoozing(state, bob, until)).toThrow('Ada has this conversation.');
  });

  it('becomes the agent’s who puts away what nobody has', () => {
    const { state } = play(says('hello'), snoozes);
    expect(state).toMatchObject({ status: 'with_agent', agentId: ada.id, snoozed: { until } });
    expect(state.metadata['givenAt']).toBeUndefined();
  });

  it('comes back with the customer’s next word, at its time, and with whatever else happens to it', () => {
    const backs: Step[] = [
      says('and?'),
      wakes,
      (state) => transitions.transferring(state, { by: { kind: 'system' }, to: { queue: true } }),
      (state) => transitions.transferring(state, { by: { kind: 'system' }, to: { agent: bob } }),
      (state) => transitions.closing(state, { kind: 'agent', ...ada }),
    ];
    for (const back of backs)
      expect(play(says('hello'), claims, snoozes, back).state.snoozed).toBeUndefined();
    const { state } = play(says('hello'), claims, snoozes, wakes);
    expect(teamSession(state).needsReplySince).toBeDefined();
    expect(state.metadata['givenAt']).toBe(state.lastMessageAt);
  });

  it('stays with a note or a reply, before its time, and without a time until the customer writes', () => {
    const early: Step = (state) =>
      transitions.unsnoozing(state, { kind: 'system' }, '2026-01-31T00:00:00.000Z');
    const forGood: Step = (state) => transitions.snoozing(state, ada, undefined);
    const actor = { kind: 'agent', ...ada } as const;
    for (const stays of [early, replies('soon', actor), replies('hm', actor, 'note')])
      expect(play(says('hello'), claims, snoozes, stays).state.snoozed).toEqual({ until });
    expect(play(says('hello'), claims, replies('soon', actor), forGood, wakes).state.snoozed).toEqual({});
  });

  it('without a time is nobody who waits for an answer: they would be left alone', () => {
    const { state } = play(says('hello'), claims);
    expect(() => transitions.snoozing(state, ada, undefined)).toThrow('The customer waits for an answer.');
  });
});
