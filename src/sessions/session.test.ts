import type { HandoverPacket } from '../protocol/model/handover';
import type { Message } from '../protocol/model/message';
import { fold } from './fold';
import { rating } from './rating';
import { emptySession, wishOf, type Draft, type SessionState } from './session';
import { createSessionStates } from './session-states';
import * as transitions from './transitions';
import { customerSession, forCustomer, teamSession } from './views';

const start = emptySession({
  id: '00000000-0000-4000-8000-000000000001',
  organizationId: '00000000-0000-4000-8000-000000000002',
  customerId: '00000000-0000-4000-8000-000000000003',
  channelId: '00000000-0000-4000-8000-000000000004',
  channelType: 'web',
  startedAt: '2026-01-01T00:00:00.000Z',
});
const ada = { id: '00000000-0000-4000-8000-00000000000a', name: 'Ada' };
const bob = { id: '00000000-0000-4000-8000-00000000000b', name: 'Bob' };
const packet: HandoverPacket = {
  trigger: 'requested',
  reason: 'The customer asked for a person.',
  summary: 'Wants a refund.',
  stepsTried: [],
  facts: { order: '1234' },
  sentiment: 'neutral',
  language: 'en',
  sources: [],
};
const customer = {
  organizationId: start.organizationId,
  customerId: start.customerId,
  channelId: start.channelId,
  channelType: 'web' as const,
};

type Step = (state: SessionState) => Draft | null;
const says =
  (text: string): Step =>
  (state) =>
    transitions.receiving(state, { ...customer, content: { text } });
const replies =
  (text: string, by: transitionsActor, type?: 'note'): Step =>
  (state) =>
    transitions.replying(state, {
      organizationId: state.organizationId,
      sessionId: state.id,
      by,
      content: { text },
      ...(type && { type }),
    });
type transitionsActor = Parameters<typeof transitions.closing>[1];

/** Plays the steps as the log would number them. */
function play(...steps: Step[]): { state: SessionState; log: Message[] } {
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

test('What is kept otherwise of the customer is said, and moves no conversation', () => {
  const change = { attribute: 'plan', label: 'Plan', is: 'pro', at: '2026-01-01T00:00:00.000Z' };
  const before = play(says('Hello')).state;
  const { state } = play(says('Hello'), (now) =>
    transitions.changingAttribute(now, change, { kind: 'system' }),
  );
  expect(state).toEqual({ ...before, headSeq: 2 });
});

const handOver: Step = (state) => transitions.handingOver(state, packet, undefined);
const claim: Step = (state) => transitions.claiming(state, ada);
const close: Step = (state) => transitions.closing(state, { kind: 'agent', ...ada });

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
    const heard = { sentiment: 'negative' as const, entities: [{ name: 'phone', value: '1234' }] };
    return { ...said, metadata: { ...said.metadata, ...heard } };
  });
  expect(log[0]!.metadata).toMatchObject({ sentiment: 'negative' });
  expect(forCustomer(log[0]!)!.metadata).not.toHaveProperty('sentiment');
  expect(JSON.stringify(forCustomer(log[0]!))).not.toContain('1234');
});

test('A customer sees of a reaction at what, whose side and which, and it changes nothing but the end of the log', () => {
  const reacts =
    (by: transitionsActor, emoji?: string): Step =>
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

test('A closed session takes no reply, and a rating only then', () => {
  const rate: Step = (s) => rating(s, { customerId: s.customerId, score: 5 });
  expect(() => play(says('x'), claim, rate)).toThrow('once it is closed');
  expect(() => play(says('x'), claim, close, replies('y', { kind: 'agent', ...ada }))).toThrow('Reopen it');
  expect(play(says('x'), claim, close, rate).state.metadata).toMatchObject({ rating: { score: 5 } });
});

test('A conversation that was ended so is not asked about, until it goes on and is closed as others are', () => {
  const end: Step = (state) =>
    transitions.closing(state, { kind: 'agent', ...ada }, { reason: 'blocked', noRating: true });
  const reopen: Step = (state) => transitions.reopening(state, ada);
  const seen = (...steps: Step[]) => customerSession(play(says('x'), ...steps).state).metadata;
  expect(seen(handOver, claim, end)).toEqual({ noRating: true });
  expect(seen(handOver, claim, end, reopen)).toEqual({});
  expect(seen(handOver, claim, end, reopen, close)).toEqual({});
});

test('A tap on a rating is a word of the customer by the channel’s clock, an earlier one changes nothing', () => {
  const rate =
    (sentAt: string): Step =>
    (s) =>
      rating(s, { customerId: s.customerId, score: 5, channelMessageId: sentAt, sentAt });
  const [early, late] = ['2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z'];
  const { state } = play(says('x'), claim, close, rate(late), rate(early));
  expect(state.metadata).toMatchObject({ customerWroteAt: late });
  expect(state.awaitingSince).toBeUndefined();
});

test('Who was asked to rate may, also when the conversation goes on', () => {
  const rate: Step = (s) => rating(s, { customerId: s.customerId, score: 5 });
  const asking: Step = (s) => ({ ...close(s)!, metadata: { asks: 'rating' } });
  const reopen: Step = (s) => transitions.reopening(s, ada);
  const { state } = play(says('x'), claim, asking, reopen, rate);
  expect(state).toMatchObject({ status: 'with_agent', metadata: { rating: { score: 5 } } });
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

describe('what is known of the customer', () => {
  const vip = { id: start.customerId, name: 'Acme', tier: 'vip' as const };
  const statesOf = (row: SessionState, log: Message[]) =>
    createSessionStates({
      log: { read: (_, { after = 0 }) => Promise.resolve(log.filter(({ seq }) => seq > after)) },
      rows: { get: () => Promise.resolve(row) },
      promise: (state) => state,
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
