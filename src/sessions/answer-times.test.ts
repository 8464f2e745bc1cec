import {
  ada,
  bob,
  claim,
  close,
  handOver,
  play,
  replies,
  says,
  type Step,
} from '../../test/dev-env/session-play';
import * as transitions from './transitions';

test('An answer ends the waiting; the time of the first unanswered word is kept until then', () => {
  const { state } = play(says('Hello'), says('Anybody?'));
  const { state: answered } = play(says('Hello'), replies('Hi', { kind: 'ai' }));
  expect(state.awaitingSince! <= state.lastMessageAt).toBe(true);
  expect(answered).toMatchObject({ customerUnread: 1, aiTurns: 1 });
  expect(answered.awaitingSince).toBeUndefined();
});

test('The first answer of a person is timed from the open question, or from the handover where there was none', () => {
  const answer = replies('I am Ada', { kind: 'agent', ...ada });
  const seconds = (...steps: Step[]) => play(...steps).state.firstHumanResponseSeconds;
  const ai = replies('Hi', { kind: 'ai' });
  expect(seconds(says('x'), ai, handOver, claim)).toBeUndefined();
  expect(seconds(says('x'), says('y'), handOver, claim, answer)).toBe(4);
  expect(seconds(says('x'), ai, handOver, says('y'), claim, answer)).toBe(3);
  expect(seconds(says('x'), claim, answer, says('y'), says('z'), answer)).toBe(2);
  expect(seconds(says('x'), ai, claim, answer)).toBeUndefined();
  expect(seconds(says('x'), ai, claim, answer, says('y'), answer)).toBe(1);
});

test('Each answer of a person after the first is timed from the question that it answers', () => {
  const answer = replies('I am Ada', { kind: 'agent', ...ada });
  const seconds = (...steps: Step[]) => play(...steps).state.nextHumanResponseSeconds;
  expect(seconds(says('x'), claim, answer)).toBeUndefined();
  expect(seconds(says('x'), claim, answer, answer)).toBeUndefined();
  expect(seconds(says('x'), claim, answer, says('y'), says('z'), answer, answer, says('?'), answer)).toEqual([
    2, 1,
  ]);
  const long = Array.from({ length: 101 }, () => [says('y'), says('y'), answer]).flat();
  expect(seconds(says('x'), claim, answer, says('y'), answer, ...long)).toEqual(Array(100).fill(2));
});

test('Each answer is of who gave it, whoever has the conversation afterwards', () => {
  const [ofAda, ofBob] = [ada, bob].map((by) => replies('Here I am', { kind: 'agent', ...by })) as [
    Step,
    Step,
  ];
  const toBob: Step = (s) =>
    transitions.transferring(s, { by: { kind: 'agent', ...ada }, to: { agent: bob } });
  const byPhone = replies('From the phone', { kind: 'agent', name: 'The team' });
  const { state } = play(
    ...[says('x'), claim, ofAda, says('y'), ofAda, says('z'), toBob, ofBob, says('?'), byPhone, close],
  );
  expect(state).toMatchObject({
    agentId: bob.id,
    firstHumanResponseBy: ada.id,
    nextHumanResponsesBy: [ada.id, bob.id, null],
  });
  expect(state.nextHumanResponseSeconds).toHaveLength(3);
  const long = Array.from({ length: 100 }, () => [says('y'), ofBob]).flat();
  const many = play(says('x'), claim, ofAda, says('y'), ofAda, toBob, ...long).state;
  expect(many.nextHumanResponsesBy).toEqual(Array(100).fill(bob.id));
  expect(play(says('x'), claim, byPhone).state.firstHumanResponseBy).toBeUndefined();
});

test('Who waits for a later answer waits through notes, rules and transfers, for no longer than the AI or the close', () => {
  const answer = replies('I am Ada', { kind: 'agent', ...ada });
  const ofBob = replies('I am Bob', { kind: 'agent', ...bob });
  const later = (...steps: Step[]) =>
    play(says('x'), claim, answer, says('y'), ...steps).state.nextHumanResponseSeconds;
  const moves =
    (to: { queue: true } | { agent: typeof bob }): Step =>
    (s) =>
      transitions.transferring(s, { by: { kind: 'agent', ...ada }, to });
  const byRule: Step = (s) => ({ ...answer(s)!, metadata: { automated: { ruleId: 'r', rule: 'Hours' } } });
  const toAi: Step = (s) => transitions.givingToAi(s, { kind: 'agent', ...ada });
  const ai = replies('It is on its way.', { kind: 'ai' });
  const takenByBob: Step = (s) => transitions.claiming(s, bob);
  const reopen: Step = (s) => transitions.reopening(s, ada);
  expect(later(replies('hm', { kind: 'agent', ...ada }, 'note'), byRule, answer)).toEqual([3]);
  expect(later(moves({ agent: bob }), ofBob, says('z'), ofBob)).toEqual([2, 1]);
  expect(later(moves({ queue: true }), says('still there?'), takenByBob, ofBob)).toEqual([4]);
  expect(later(toAi, ai, claim, answer)).toBeUndefined();
  expect(later(toAi, ai, says('a person, please'), handOver, claim, answer)).toEqual([3]);
  expect(later(close, reopen, answer)).toBeUndefined();
  expect(later(close, reopen, answer, says('z'), answer)).toEqual([1]);
});
