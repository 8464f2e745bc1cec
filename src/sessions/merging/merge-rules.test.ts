import type { Message } from '../../protocol/model/message';
import type { Actor } from '../commands';
import { apply } from '../fold';
import { merging, mergingHere } from './merge-rules';
import { ownWaiting } from './own-waiting';
import { separating, separatingHere } from './separate-rules';
import { emptySession, type Draft, type SessionState } from '../session';
import * as transitions from '../transitions';
import { customerSession, forCustomer } from '../visibility';

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 12, 0, second)).toISOString();
const place = { organizationId: 'o', customerId: 'c', channelId: 'ch', channelType: 'email' } as const;
const begin = (id: string): SessionState => emptySession({ ...place, id, thread: id, startedAt: at(0) });
const [ada, bob] = ['Ada', 'Bob'].map((name) => ({ id: name.toLowerCase(), name })) as [Named, Named];
type Named = { id: string; name: string };
const agent = (who: Named) => ({ kind: 'agent' as const, ...who });

/** The state after a message of this second, and the message. */
function after(state: SessionState, second: number, draft: Draft | null): [SessionState, Message] {
  if (!draft) throw new Error('nothing is to do');
  const message = { ...draft, sessionId: state.id, seq: state.headSeq + 1, timestamp: at(second) };
  return [apply(state, message), message];
}
const said = (state: SessionState, second: number) =>
  after(state, second, transitions.receiving(state, { ...place, content: { text: 'Where is it?' } }))[0];
const takenBy = (state: SessionState, second: number, who: Named) =>
  after(state, second, transitions.claiming(state, who))[0];
const queued = (state: SessionState, second: number) =>
  after(state, second, transitions.transferring(state, { by: agent(ada), to: { queue: true } }))[0];
const closed = (state: SessionState, second: number) =>
  after(state, second, transitions.closing(state, agent(ada)))[0];

function together(
  from: SessionState,
  into: SessionState,
  by: Actor = agent(ada),
): [SessionState, SessionState] {
  const [first, line] = after(from, 50, merging(from, into, { by, text: 'It goes on.' }));
  return [first, after(into, 51, mergingHere(into, line))[0]];
}

describe('who waits in one that is merged', () => {
  const asked = said(begin('from'), 1);

  it('waits in the queue of the other one, since then', () => {
    const [from, into] = together(asked, queued(said(begin('into'), 5), 6));
    expect(from).toMatchObject({ status: 'closed', mergedInto: 'into', mergeSeq: 2, endedAt: at(50) });
    expect(from.awaitingSince).toBeUndefined();
    expect(into).toMatchObject({ status: 'waiting', queuedAt: at(1), awaitingSince: at(1) });
    expect(into.personAwaitedSince).toBe(at(1));
  });

  it('is answered there, and has waited for a later answer where a person had answered before', () => {
    const answered = (state: SessionState, second: number) => {
      const by = { organizationId: 'o', sessionId: state.id, by: agent(bob), content: { text: 'Here.' } };
      return after(state, second, transitions.replying(state, by))[0];
    };
    const busy = answered(takenBy(said(begin('into'), 2), 5, bob), 8);
    const [from, into] = together(asked, busy);
    expect(answered(into, 60)).toMatchObject({
      firstHumanResponseSeconds: 6,
      nextHumanResponseSeconds: [59],
    });
    expect(from.firstHumanResponseSeconds).toBeUndefined();
  });

  it('is given to whoever has the other one, who has not seen it yet, also where that was put away', () => {
    const held = takenBy(begin('into'), 5, bob);
    const away = after(held, 6, transitions.snoozing(held, bob, undefined))[0];
    const [, into] = together(asked, away);
    expect(into).toMatchObject({ status: 'with_agent', agentId: 'bob', awaitingSince: at(1) });
    expect(into.metadata['givenAt']).toBe(at(51));
    expect(into.snoozed).toBeUndefined();
    expect(into.clocks).toMatchObject([
      { target: 'resolution' },
      { target: 'first_reply', since: Date.parse(at(1)) },
    ]);
  });

  it('is promised an answer since then, also where the other one was asked later; what was missed stays so', () => {
    const waiting = queued(said(begin('into'), 5), 6);
    const since = (state: SessionState) => state.clocks!.map((one) => [one.target, one.since]);
    const [, into] = together(asked, waiting);
    expect(since(into)).toEqual([
      ['first_reply', Date.parse(at(1))],
      ['resolution', Date.parse(at(1))],
    ]);
    expect(into.clocks).toMatchObject([1, 2].map(() => ({ ran: [], runsSince: Date.parse(at(1)) })));
    const breach = {
      target: 'first_reply',
      since: at(5),
      dueAt: at(7),
      policyId: 'p',
      policyName: 'P',
    } as const;
    const late = after(waiting, 8, transitions.breaching(waiting, breach))[0];
    expect(since(together(asked, late)[1])[0]).toEqual(['first_reply', Date.parse(at(5))]);
    const [, later] = together(queued(said(begin('from'), 9), 10), waiting);
    expect(since(later)).toEqual(since(waiting));
  });

  it('is taken, where the AI or nobody has the other one, by the agent who merges, else by the queue', () => {
    for (const other of [said(begin('into'), 5), closed(said(begin('into'), 5), 6)]) {
      const [, taken] = together(asked, other);
      expect(taken).toMatchObject({ status: 'with_agent', agentId: 'ada', awaitingSince: at(1) });
      expect(taken.endedAt).toBeUndefined();
      const [, waiting] = together(asked, other, { kind: 'system' });
      expect(waiting).toMatchObject({ status: 'waiting', queuedAt: at(1) });
    }
  });
});

describe('a merge that is undone', () => {
  type Step = (state: SessionState) => [SessionState, Message];
  const asks =
    (second: number): Step =>
    (state) =>
      after(state, second, transitions.receiving(state, { ...place, content: { text: 'And now?' } }));
  const answers =
    (second: number): Step =>
    (state) => {
      const by = { organizationId: 'o', sessionId: state.id, by: agent(bob), content: { text: 'Here.' } };
      return after(state, second, transitions.replying(state, by));
    };
  const answered = (state: SessionState, second: number) => answers(second)(state)[0];
  /** Both after it; `between`: what happens in the second meanwhile. */
  function apart(
    [from, into]: [SessionState, SessionState],
    how: { mayHold?: boolean; mayOpen?: boolean; isAnswered?: boolean } = {},
    between: Step[] = [],
  ): [SessionState, SessionState] {
    const [first, line] = after(from, 50, merging(from, into, { by: agent(ada) }));
    const [second, told] = after(into, 51, mergingHere(into, line));
    const may = { mayOpen: true, mayHold: true, isAnswered: false };
    const [itself, undone] = after(first, 60, separating(first, { by: agent(ada), line, ...may, ...how }));
    const log = [told];
    const meanwhile = between.reduce((state, step) => {
      const [next, message] = step(state);
      log.push(message);
      return next;
    }, second);
    const own = ownWaiting(into, log, told);
    return [itself, after(meanwhile, 61, separatingHere(meanwhile, undone, own))[0]];
  }
  const waits = ({ status, agentId, agentName, awaitingSince, personAwaitedSince, queuedAt }: SessionState) =>
    Object.fromEntries(
      Object.entries({ status, agentId, agentName, awaitingSince, personAwaitedSince, queuedAt }).filter(
        ([, value]) => value !== undefined,
      ),
    );
  const runs = ({ clocks }: SessionState) =>
    clocks!
      .filter(({ endedAt }) => endedAt === undefined)
      .map(({ target, since, runsSince }) => [target, since, runsSince]);
  const held = takenBy(said(begin('from'), 1), 2, bob);
  const other = takenBy(said(begin('into'), 5), 6, bob);

  it('leaves both as they were, with who had them, waiting since then, with what was promised', () => {
    const [from, into] = apart([held, other]);
    expect(waits(from)).toEqual(waits(held));
    expect(from).not.toHaveProperty('mergedInto');
    expect(from).not.toHaveProperty('endedAt');
    expect(waits(into)).toEqual({ ...waits(other), personAwaitedSince: at(5) });
    expect([runs(from), runs(into)]).toEqual([runs(held), runs(other)]);
  });

  it('puts into the queue what nobody may hold any more, and what the AI has not answered', () => {
    for (const [before, how] of [
      [held, { mayHold: false }],
      [said(begin('from'), 1), {}],
      [queued(said(begin('from'), 1), 2), {}],
    ] as const) {
      const [from] = apart([before, other], how);
      expect(waits(from)).toEqual({
        ...{ status: 'waiting', queuedAt: at(1), awaitingSince: at(1), personAwaitedSince: at(1) },
      });
      expect(runs(from)[0]).toEqual(['first_reply', Date.parse(at(1)), Date.parse(at(1))]);
    }
  });

  it('leaves with the AI what it had answered, and put away what was', () => {
    const ai = {
      organizationId: 'o',
      sessionId: 'from',
      by: { kind: 'ai' as const },
      content: { text: 'So.' },
    };
    const begun = said(begin('from'), 1);
    const told = after(begun, 2, transitions.replying(begun, ai))[0];
    expect(waits(apart([told, other])[0])).toEqual({ status: 'active' });
    const away = after(answered(held, 3), 4, transitions.snoozing(answered(held, 3), bob, at(59)))[0];
    expect(apart([away, other])[0]).toMatchObject({
      status: 'with_agent',
      agentId: 'bob',
      snoozed: away.snoozed,
    });
  });

  it('leaves closed what was, and what has another one in its place: who waits goes on in the second', () => {
    const over = closed(held, 3);
    expect(apart([over, other])[0]).toMatchObject({ status: 'closed', endedAt: at(3) });
    const [from, into] = apart([held, other], { mayOpen: false });
    expect(from.status).toBe('closed');
    expect(waits(into)).toMatchObject({ awaitingSince: at(1), personAwaitedSince: at(1) });
  });

  it('lets nobody wait in the second but for its own words, also those that came meanwhile', () => {
    const quiet = answered(other, 7);
    expect(waits(apart([held, quiet])[1])).toEqual(waits(quiet));
    expect(runs(apart([held, quiet])[1])).toEqual(runs(quiet));
    const [, asked] = apart([held, quiet], {}, [asks(55)]);
    expect(waits(asked)).toMatchObject({ awaitingSince: at(55), personAwaitedSince: at(55) });
    expect(runs(asked)).toContainEqual(['next_reply', Date.parse(at(55)), Date.parse(at(55))]);
    const [, later] = apart([held, quiet], {}, [answers(54), asks(55)]);
    expect(waits(later)).toMatchObject({ awaitingSince: at(55) });
  });

  it('lets nobody wait in the first who was answered in the second', () => {
    const [from] = apart([held, other], { isAnswered: true });
    expect(waits(from)).toEqual({ status: 'with_agent', agentId: 'bob', agentName: bob.name });
    expect(runs(from).map(([target]) => target)).not.toContain('first_reply');
    const [waiting] = apart([queued(said(begin('from'), 1), 2), other], { isAnswered: true });
    expect(waits(waiting)).toEqual({ status: 'waiting', queuedAt: at(60) });
  });

  it('lets whoever is of a third one wait on in the second, until that one is separated, too', () => {
    const quiet = answered(other, 7);
    for (const seconds of [3, 0]) {
      const third = takenBy(said(begin('third'), seconds), 4, ada);
      const [first, line] = after(held, 50, merging(held, quiet, { by: agent(ada) }));
      const [one, told] = after(quiet, 51, mergingHere(quiet, line));
      const [last, its] = after(third, 52, merging(third, one, { by: agent(ada) }));
      const [both, toldToo] = after(one, 53, mergingHere(one, its));
      const may = { mayOpen: true, mayHold: true, isAnswered: false };
      const [, undone] = after(first, 60, separating(first, { by: agent(ada), line, ...may }));
      const own = ownWaiting(quiet, [told, toldToo], told);
      const [left, gone] = after(both, 61, separatingHere(both, undone, own));
      expect(waits(left)).toMatchObject({ awaitingSince: at(seconds), personAwaitedSince: at(seconds) });
      const [, undoneToo] = after(last, 62, separating(last, { by: agent(ada), line: its, ...may }));
      const alone = ownWaiting(quiet, [told, toldToo, gone], toldToo);
      expect(waits(after(left, 63, separatingHere(left, undoneToo, alone))[0])).toEqual(waits(quiet));
    }
  });
});

it('What was over moves nothing, and keeps its end; what it promised is neither kept nor broken', () => {
  const over = closed(takenBy(said(begin('from'), 1), 2, ada), 3);
  const active = said(begin('into'), 5);
  const [from, into] = together(over, active);
  expect(from).toMatchObject({ endedAt: at(3), mergedInto: 'into' });
  expect(into).toMatchObject({ status: 'active', awaitingSince: at(5) });
  const [open] = together(takenBy(said(begin('from'), 1), 2, ada), active);
  expect(open.clocks).toMatchObject([{ dropped: true }, { dropped: true }]);
});

it('Who is not asked how it was, because a block ended it, is not asked after it was merged', () => {
  const blocked = transitions.closing(said(begin('from'), 1), agent(ada), { noRating: true });
  const over = after(said(begin('from'), 1), 3, blocked)[0];
  const [from] = together(over, queued(said(begin('into'), 5), 6));
  expect(customerSession(from).metadata).toEqual({ noRating: true });
});

it('A customer reads one plain line, and nothing of where it goes on, or of what is undone', () => {
  const [merged, line] = after(
    begin('from'),
    1,
    merging(begin('from'), begin('into'), { by: agent(ada), text: 'It goes on.' }),
  );
  expect(forCustomer(line)!.content).toEqual({ systemAction: 'merged', text: 'It goes on.' });
  const [, told] = after(begin('into'), 2, mergingHere(begin('into'), line));
  expect(forCustomer(told)).toBeNull();
  const how = { by: agent(ada), line, mayOpen: true, mayHold: true, isAnswered: false };
  const [, apart] = after(merged, 3, separating(merged, how));
  expect(apart.content.data).toMatchObject({ into: 'into', isOpen: true });
  expect(forCustomer(apart)!.content).toEqual({ systemAction: 'separated' });
});
