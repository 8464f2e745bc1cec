import {
  ada,
  bob,
  claim,
  close,
  customer,
  handOver,
  packet,
  play,
  replies,
  says,
  start,
  type Step,
} from '../../test/dev-env/session-play';
import type { Message } from '../protocol/model/message';
import { apply, fold } from './fold';
import { emptySession, wishOf, type SessionState } from './session';
import { createSessionStates } from './session-states';
import * as transitions from './transitions';
import { customerSession, teamSession } from './visibility';

test('What is kept otherwise of the customer is said, and moves no conversation', () => {
  const change = { attribute: 'plan', label: 'Plan', is: 'pro', at: '2026-01-01T00:00:00.000Z' };
  const before = play(says('Hello')).state;
  const { state } = play(says('Hello'), (now) =>
    transitions.changingAttribute(now, change, { kind: 'system' }),
  );
  expect(state).toEqual({ ...before, headSeq: 2 });
});

test('A new session is with the AI, and the first word of the customer waits for an answer', () => {
  const { state } = play(says('Hello'));
  expect(state).toMatchObject({ status: 'active', headSeq: 1, unread: 1, lastMessage: { text: 'Hello' } });
  expect(state.awaitingSince).toBe(state.lastMessageAt);
});

test('What its company gives it to begin with is where its log goes on from; it is the team’s', () => {
  const company = { id: 'c', name: 'Acme', tier: 'vip' as const };
  const begun = emptySession({ ...start, company, openingPriority: 'urgent' });
  const vip = fold(begun, play(says('Hello')).log);
  expect(vip).toMatchObject({ headSeq: 1, priority: 'urgent', company });
  expect(customerSession(vip)).toMatchObject({ priority: 'normal' });
  expect(customerSession(vip)).not.toHaveProperty('company');
  expect(teamSession(vip)).not.toHaveProperty('openingPriority');
});

test('A handover puts the session into the queue, a claim gives it to the agent, a close ends it', () => {
  expect(play(says('x'), handOver).state).toMatchObject({
    status: 'waiting',
    metadata: { handover: { seq: 2 } },
  });
  const claimed = play(says('x'), handOver, claim).state;
  expect(claimed).toMatchObject({ status: 'with_agent', agentId: ada.id, agentName: 'Ada' });
  expect(claimed.queuedAt).toBeUndefined();
  expect(play(says('x'), handOver, claim, close).state).toMatchObject({ status: 'closed', agentId: ada.id });
});

test('Who asks for a person by the button waits for one, and for the AI only with words', () => {
  const answer = replies('5 days.', { kind: 'ai' });
  const toAi: Step = (state) => transitions.givingToAi(state, { kind: 'system' });
  const asked = play(says('How long?'), answer, handOver).state;
  expect(asked.awaitingSince).toBe(asked.lastMessageAt);
  expect(play(says('How long?'), answer, handOver, toAi).state.awaitingSince).toBeUndefined();
  const told = play(says('How long?'), answer, handOver, says('And to Norway?'), toAi).state;
  expect(told.awaitingSince).toBe(told.lastMessageAt);
  const { state } = play(says('How long?'), handOver, toAi);
  expect(state.awaitingSince).toBe(state.lastMessageAt);

  // What a rule says by itself is no word of the customer's; what was merged in is.
  const automated: Step = (state) => {
    const draft = says('We are closed.')(state)!;
    return {
      ...draft,
      sender: 'agent',
      metadata: { ...draft.metadata, automated: { ruleId: 'r', rule: 'Closed' } },
    };
  };
  expect(play(says('How long?'), answer, handOver, automated, toAi).state.awaitingSince).toBeUndefined();
  const mergedIn: Step = () =>
    ({
      type: 'system',
      sender: 'system',
      content: {
        systemAction: 'merged_here',
        data: { from: 'b', isOpen: true, awaitingSince: '2026-01-01T00:00:01.500Z' },
      },
      metadata: {},
      isRead: true,
    }) as unknown as ReturnType<Step>;
  const given = play(says('How long?'), answer, handOver, mergedIn, toAi).state;
  expect(given.awaitingSince).toBe(given.lastMessageAt);
});

test('A message makes a state of its own: the one before it stays as it was', () => {
  const frozen = <T extends object>(value: T): T => {
    for (const inner of Object.values(value)) if (inner instanceof Object) frozen(inner);
    return Object.freeze(value);
  };
  const { log, state } = play(says('x'), handOver, claim, says('y'), replies('z', { kind: 'agent', ...ada }));
  expect(log.reduce((before, message) => apply(frozen(before), message), emptySession(start))).toEqual(state);
});

test('A handover to a picked agent is one message and no queue', () => {
  const { state, log } = play(says('x'), (s) => transitions.handingOver(s, packet, { agent: bob }));
  expect(log).toHaveLength(2);
  expect(state).toMatchObject({ status: 'with_agent', agentId: bob.id, agentName: 'Bob' });
});

test('The AI may not write once a person has the session, nor a second agent', () => {
  expect(() => play(says('x'), handOver, replies('Hi', { kind: 'ai' }))).toThrow(
    'A person has this conversation.',
  );
  expect(() => play(says('x'), claim, replies('Hi', { kind: 'agent', ...bob }))).toThrow(
    'Ada has this conversation',
  );
  expect(() => play(says('x'), claim, (s) => transitions.claiming(s, bob))).toThrow(
    'Ada has this conversation already',
  );
});

test('Claiming twice, handing over twice and closing twice write once', () => {
  const { log } = play(says('x'), handOver, handOver, claim, claim, close, close);
  expect(log.map(({ content, type }) => content.systemAction ?? type)).toEqual([
    'text',
    'handover',
    'claimed',
    'closed',
  ]);
});

test('A session that goes back to the queue keeps nobody; who has no answer yet has waited all along', () => {
  const left = (s: SessionState) =>
    transitions.transferring(s, {
      by: { kind: 'system' },
      to: { queue: true },
      action: 'agent_left',
      reason: 'gone',
    });
  const { state, log } = play(says('x'), says('y'), claim, left);
  expect(state.status).toBe('waiting');
  expect(state.agentId).toBeUndefined();
  expect(state.queuedAt).toBe(log[0]!.timestamp);
  const answered = play(says('x'), claim, replies('Hi', { kind: 'agent', ...ada }), left);
  expect(answered.state.queuedAt).toBe(answered.log[3]!.timestamp);
});

test('Any agent may write a note; it changes neither the last message nor the unread counts', () => {
  const { state } = play(says('x'), claim, replies('secret', { kind: 'agent', ...bob }, 'note'));
  expect(state).toMatchObject({ headSeq: 3, lastMessage: { text: 'x' }, customerUnread: 0 });
});

test('What was given is marked until its agent does something; what they left unanswered is not for them again', () => {
  const give: Step = (s) => transitions.claiming(s, ada, true);
  const given = play(says('x'), handOver, give);
  expect(given.state.metadata['givenAt']).toBe(given.log[2]!.timestamp);
  for (const step of [
    replies('Hi', { kind: 'agent', ...ada }),
    replies('?', { kind: 'agent', ...ada }, 'note'),
  ])
    expect(play(says('x'), handOver, give, step).state.metadata['givenAt']).toBeUndefined();
  expect(play(says('x'), handOver, claim).state.metadata['givenAt']).toBeUndefined();
  const back: Step = (s) =>
    transitions.transferring(s, {
      by: { kind: 'system' },
      to: { queue: true },
      action: 'agent_left',
      unanswered: true,
    });
  const { state } = play(says('x'), handOver, give, back);
  expect(wishOf(state)).toMatchObject({ exceptAgentId: ada.id });
  expect(state).toMatchObject({ status: 'waiting', metadata: { unansweredBy: ada.id } });
  expect(wishOf(play(says('x'), handOver, give, back, claim).state).exceptAgentId).toBeUndefined();
});

test('A session belongs to the team that it was handed over or moved to, until somebody takes it from there', () => {
  const billing = { id: '00000000-0000-4000-8000-0000000000b1', name: 'Billing' };
  const sales = { id: '00000000-0000-4000-8000-0000000000b2', name: 'Sales' };
  const move =
    (team: typeof sales | null): Step =>
    (s) =>
      transitions.transferring(s, { by: { kind: 'agent', ...ada }, to: { team } });
  const toBilling: Step = (s) => transitions.handingOver(s, packet, { team: billing });
  const handed = play(says('x'), toBilling);
  expect(handed.state).toMatchObject({ status: 'waiting', teamId: billing.id });
  expect(wishOf(handed.state)).toMatchObject({ teamId: billing.id, queuedAt: handed.state.queuedAt });
  expect(play(says('x'), toBilling, claim, close).state.teamId).toBe(billing.id);
  // Who waits goes to another team, and keeps the time of waiting; to the same one nothing is to do.
  const moved = play(says('x'), toBilling, move(sales)).state;
  expect(moved).toMatchObject({ status: 'waiting', teamId: sales.id, queuedAt: handed.state.queuedAt });
  expect(play(says('x'), toBilling, move(billing)).log).toHaveLength(2);
  // Whoever gives it away gets it back only where nobody else is.
  const given = play(says('x'), toBilling, claim, move(sales)).state;
  expect(wishOf(given)).toMatchObject({ teamId: sales.id, givenUpBy: ada.id });
  expect(play(says('x'), toBilling, move(null)).state.teamId).toBeUndefined();
  // The customer is told whose hours count, as long as they wait.
  expect(customerSession(moved)).toHaveProperty('teamId', sales.id);
  expect(customerSession(play(says('x'), toBilling, claim).state)).not.toHaveProperty('teamId');
});

test('Folding in two pieces is folding at once', () => {
  const { log, state } = play(says('a'), replies('b', { kind: 'ai' }), says('c'), handOver, claim, close);
  for (let cut = 0; cut <= log.length; cut += 1) {
    expect(fold(fold(start, log.slice(0, cut)), log.slice(cut))).toEqual(state);
  }
});

describe('what the team has not read', () => {
  const past: Step = (state) =>
    transitions.receiving(state, { ...customer, content: { text: 'away' }, metadata: { past: true } });

  it('stays so beside what nobody is asked to read, and is read with all that follows it', () => {
    const { state, log } = play(says('one'), past);
    expect(state).toMatchObject({ unread: 1, readings: { team: { received: 2, readUpTo: 0 } } });
    expect(play(past).state.unread).toBe(0);
    // Another node reads on: somebody has read the third, and so the first.
    const third = { ...log[0]!, seq: 3, isRead: true };
    expect(fold(state, [third])).toMatchObject({ unread: 0, readings: { team: { readUpTo: 3 } } });
  });
});

describe('what is known of the customer', () => {
  const vip = { id: start.customerId, name: 'Acme', tier: 'vip' as const };
  const statesOf = (row: SessionState, log: Message[]) =>
    createSessionStates({
      log: { read: (_, { after = 0 }) => Promise.resolve(log.filter(({ seq }) => seq > after)) },
      rows: { get: () => Promise.resolve(row) },
      withSla: (state) => state,
    });

  it('is as the row says that was just read, also where more of the log is known than the row has', async () => {
    const { state, log } = play(says('Hello?'));
    const before = { ...state, company: vip, customerAttributes: { plan: 'free' } };
    const standard = { ...vip, tier: 'standard' as const };
    for (const row of [{ ...start, company: standard, customerAttributes: { plan: 'pro' } }, start]) {
      const states = statesOf(row, log);
      states.put(before);
      const { company, customerAttributes } = row;
      const now = await states.load(start.organizationId, start.id);
      expect(now.headSeq).toBe(state.headSeq);
      expect([now.company, now.customerAttributes]).toEqual([company, customerAttributes]);
    }
  });
});
