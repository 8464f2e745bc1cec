import type { Session } from '../../protocol/model/session';
import { emptyInbox, withSessions } from './inbox-state';
import { sourcesOf, belongs } from './session-list';
import { viewIdOf, whereOf, whereTab } from './where-tab';

const session = (more: Partial<Session>) =>
  ({
    id: 's',
    status: 'waiting',
    headSeq: 1,
    labels: [],
    priority: 'normal',
    startedAt: '',
    metadata: {},
    ...more,
  }) as Session;

test('a filter goes through the address of a page, whatever is in it', () => {
  const where = { label: ['Größe & co #1', '🎈'], waitsLongerThan: 5 };
  const tab = whereTab(where, 'v1');
  expect([tab, whereOf(tab), viewIdOf(tab)]).toEqual([
    expect.stringMatching(/^where:v1:[\w-]+$/),
    where,
    'v1',
  ]);
  expect([whereOf('where::%%%'), whereOf('where:'), viewIdOf('mine')]).toEqual([{}, {}, undefined]);
});

test('it is asked for as it is shown, and what is closed only where that is said', () => {
  expect(sourcesOf(whereTab({ snoozed: false }), 'me')[0]!.query).toEqual({
    status: ['active', 'waiting', 'with_agent'],
    snoozed: 'false',
  });
  expect(belongs(session({ status: 'closed' }), whereTab({}), 'me')).toBe(false);
  expect(belongs(session({ status: 'closed' }), whereTab({ status: ['closed'] }), 'me')).toBe(true);
});

test('the count of a view follows who enters it and who leaves it, and stays where both are unknown', () => {
  const views = { vip: { label: ['vip'] }, mine: { agentId: ['me'] }, new: { label: ['vip'] } };
  const counts = { mine: 0, snoozed: 0, waiting: 1, active: 0, open: 1 };
  const before = {
    ...emptyInbox,
    counts,
    views,
    viewCounts: { vip: 4, mine: 2 },
    agent: { id: 'a' } as never,
  };
  const after = (state: typeof before, ...heard: Session[]) => withSessions(state, heard, true).state;
  const known = after(before, session({}));
  const labelled = after(known as never, session({ headSeq: 2, labels: ['vip'] }));
  expect(labelled.viewCounts).toEqual({ vip: 5, mine: 2 });
  const taken = after(
    labelled as never,
    session({ headSeq: 3, status: 'with_agent', agentId: 'a', labels: ['vip'] }),
  );
  expect(taken.viewCounts).toEqual({ vip: 5, mine: 3 });
  const closed = after(
    taken as never,
    session({ headSeq: 4, status: 'closed', agentId: 'a', labels: ['vip'] }),
  );
  expect(closed.viewCounts).toEqual({ vip: 4, mine: 2 });
  expect(withSessions(before, [session({ id: 'x', headSeq: 7, labels: ['vip'] })], true)).toMatchObject({
    countsUnknown: true,
    state: { viewCounts: { vip: 4, mine: 2 } },
  });
});
