import {
  ada,
  claim,
  close,
  handOver,
  play,
  replies,
  says,
  start,
  type Actor,
  type Step,
} from '../../test/dev-env/session-play';
import type { SessionState } from './session';
import * as transitions from './transitions';
import { customerSession, forCustomer, teamSession } from './visibility';

test('What the customer writes in is known from the AI’s answer on, and the team’s', () => {
  const inGerman: Step = (s) => ({
    ...replies('Gerne.', { kind: 'ai' })(s)!,
    metadata: { language: 'de', aiConfidence: 1 },
  });
  const { state, log } = play(says('Wo ist mein Paket?'), inGerman);
  expect(teamSession(state).language).toBe('de');
  expect(customerSession(state)).not.toHaveProperty('language');
  expect(forCustomer(log[1]!)!.metadata).toEqual({ aiConfidence: 1 });
  expect(play(says('x'), inGerman, says('In English?'), handOver).state.language).toBe('en');
});

test('A customer never sees a note, a label or a packet', () => {
  const { log } = play(
    says('x'),
    (s) => transitions.labeling(s, ['vip'], { kind: 'agent', ...ada }),
    (s) => transitions.prioritizing(s, 'high', { kind: 'agent', ...ada }),
    handOver,
    claim,
    replies('secret', { kind: 'agent', ...ada }, 'note'),
  );
  const seen = log.map(forCustomer).filter((message) => message !== null);
  expect(seen.map(({ seq }) => seq)).toEqual([1, 4, 5]);
  expect(JSON.stringify(seen)).not.toMatch(/secret|vip|Wants a refund|1234/);
});

test('Who waits for a person already is not told so again when a team gets it', () => {
  const toTeam = (name: string) => (state: SessionState) =>
    transitions.transferring(state, { by: { kind: 'system' }, to: { team: { id: name, name } } });
  const { log } = play(says('x'), handOver, toTeam('Billing'), claim, toTeam('Repairs'), toTeam('Billing'));
  const seen = log.flatMap((message) => forCustomer(message) ?? []);
  expect(seen.map(({ seq, type }) => [seq, type])).toEqual([
    [1, 'text'],
    [2, 'handover'],
    [4, 'system'],
    [5, 'system'],
  ]);
});

test('What was heard in a word of the customer is for the team', () => {
  const { log } = play((s) => {
    const said = says('x')(s)!;
    const entities = [{ name: 'phone', value: '1234' }];
    const heard = { sentiment: 'negative' as const, entities, intentDetected: 'A refund' };
    return { ...said, metadata: { ...said.metadata, ...heard } };
  });
  expect(log[0]!.metadata).toMatchObject({ sentiment: 'negative' });
  expect(forCustomer(log[0]!)!.metadata).not.toHaveProperty('sentiment');
  expect(JSON.stringify(forCustomer(log[0]!))).not.toMatch(/1234|A refund/);
});

test('A customer sees of a reaction at what, whose side and which, and it changes nothing but the end of the log', () => {
  const reacts =
    (by: Actor, emoji?: string): Step =>
    () =>
      transitions.annotating({ by, action: 'reacted', data: { seq: 1, emoji, secret: 'x' } });
  const before = play(says('x'), claim);
  const { state, log } = play(
    says('x'),
    claim,
    reacts({ kind: 'agent', ...ada }, '👍'),
    reacts({ kind: 'customer', id: start.customerId }),
  );
  const seen = log.slice(2).map((line) => forCustomer(line)!);
  expect(seen.map(({ content, metadata }) => ({ content, metadata }))).toEqual([
    { content: { systemAction: 'reacted', data: { by: 'agent', seq: 1, emoji: '👍' } }, metadata: {} },
    { content: { systemAction: 'reacted', data: { by: 'customer', seq: 1 } }, metadata: {} },
  ]);
  expect(JSON.stringify(seen)).not.toMatch(/Ada|secret/);
  const { headSeq, lastMessageAt, clocks, ...rest } = state;
  expect(headSeq).toBe(4);
  expect(before.state).toMatchObject(rest);
  expect(state.awaitingSince).toBe(log[0]!.timestamp);
});

test('A customer sees of the session nothing that is the team’s', () => {
  const { state } = play(says('x'), replies('Hi', { kind: 'ai' }), handOver, (s) =>
    transitions.labeling(s, ['vip'], { kind: 'agent', ...ada }),
  );
  expect(customerSession(state)).toMatchObject({ unread: 1, labels: [], priority: 'normal', metadata: {} });
  expect(JSON.stringify(customerSession(state))).not.toMatch(
    /awaitingSince|needsReplySince|aiTurns|customerUnread|requested/,
  );
});

test('The team sees since when a customer needs a reply, whoever holds the session, and not once it has come', () => {
  const { state, log } = play(says('x'), says('y'), handOver, claim);
  expect(teamSession(state).needsReplySince).toBe(log[0]!.timestamp);
  const answered = play(says('x'), claim, replies('Hi', { kind: 'agent', ...ada })).state;
  expect(teamSession(answered).needsReplySince).toBeUndefined();
  expect(teamSession(play(says('x'), claim, close).state).needsReplySince).toBeUndefined();
});
