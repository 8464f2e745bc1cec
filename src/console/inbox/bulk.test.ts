import type { Session } from '../../protocol/model/session';
import type { Change } from '../data/session-commands';
import { Failure, noAnswer } from '../data/failure';
import { doWithAll, undoAll, type BulkAction } from './bulk';

const session = (id: string, more: Partial<Session> = {}) =>
  ({
    id,
    status: 'with_agent',
    agentId: 'me',
    labels: [],
    priority: 'normal',
    headSeq: 3,
    ...more,
  }) as Session;
const none = () => undefined;

/** Answers what is asked, and keeps it. */
function server(answer: (id: string, what: Change, body: object) => Partial<Session>) {
  const asked: Array<[string, Change, object]> = [];
  const change = (id: string, what: Change, body: object) => {
    asked.push([id, what, body]);
    return Promise.resolve().then(() => session(id, { headSeq: 4, ...answer(id, what, body) }));
  };
  return { asked, change };
}

it('acts on what was seen, and says what changed meanwhile, what failed and what is so already', async () => {
  const { asked, change } = server((id) => {
    if (id === 'written') throw new Failure('conflict', 'Stale.');
    if (id === 'lost') throw noAnswer();
    return { status: 'closed' };
  });
  const seen = [
    session('done'),
    session('written', { headSeq: 7 }),
    session('lost'),
    session('shut', { status: 'closed' }),
  ];
  const counts: number[] = [];
  const ended = await doWithAll(change, { seen, action: { kind: 'close' } }, (count) => counts.push(count));
  expect(ended).toMatchObject({ same: ['shut'], changed: ['written'], failed: ['lost'] });
  expect(ended.done.map(({ before }) => before.id)).toEqual(['done']);
  expect(ended.why).toMatch(/does not answer/);
  expect(counts).toEqual([1, 2, 3, 4]);
  expect(asked[1]).toEqual(['written', 'close', { expectSeq: 7 }]);
});

it('takes back what it did, to whom had it, and only over its own last word', async () => {
  const was: Array<[Session, BulkAction, Array<[Change, object]>]> = [
    [
      session('s', { labels: ['vip'] }),
      { kind: 'label', label: 'refund' },
      [['update', { labels: ['vip'], expectSeq: 4 }]],
    ],
    [session('s'), { kind: 'close' }, [['reopen', { expectSeq: 4 }]]],
    [
      session('s', { agentId: 'grace' }),
      { kind: 'close' },
      [
        ['reopen', { expectSeq: 4 }],
        ['transfer', { to: { agentId: 'grace' }, expectSeq: 5 }],
      ],
    ],
    [
      session('s', { status: 'waiting', teamId: 't' }),
      { kind: 'snooze', until: undefined },
      [
        ['unsnooze', { expectSeq: 4 }],
        ['transfer', { to: { teamId: 't' }, expectSeq: 5 }],
      ],
    ],
    [
      session('s', { status: 'waiting' }),
      { kind: 'assign', to: { agentId: 'grace' } },
      [['transfer', { to: { queue: true }, expectSeq: 4 }]],
    ],
  ];
  for (const [before, action, calls] of was) {
    let headSeq = 4;
    const { asked, change } = server(() => ({ ...before, headSeq: (headSeq += 1) }));
    const done = [{ before, after: session('s', { headSeq: 4 }) }];
    const ended = await undoAll(change, { done, action, agentId: 'me' }, none);
    expect(asked).toEqual(calls.map(([what, body]) => ['s', what, body]));
    expect([ended.done.length, ended.failed]).toEqual([1, []]);
  }
  const { change } = server(() => {
    throw new Failure('conflict', 'Stale.');
  });
  const done = [{ before: session('s'), after: session('s', { headSeq: 4 }) }];
  expect(await undoAll(change, { done, action: { kind: 'close' }, agentId: 'me' }, none)).toMatchObject({
    changed: ['s'],
  });
});

it('says so where the AI had it, which gets nothing back', async () => {
  const before = session('s', { status: 'active' });
  const { change } = server(() => ({ status: 'with_agent' }));
  const done = [{ before, after: session('s', { headSeq: 4, status: 'closed' }) }];
  const ended = await undoAll(change, { done, action: { kind: 'close' }, agentId: 'me' }, none);
  expect(ended).toMatchObject({ done: [], failed: ['s'], why: expect.stringContaining('The AI had it') });
});
