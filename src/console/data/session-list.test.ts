import type { Session } from '../../protocol/model/session';
import { adjust, heldOrder, newer, nextSources, rows, sourcesOf, type Source } from './session-list';

const session = (id: string, more: Partial<Session> = {}): Session => ({
  id,
  organizationId: 'o',
  customerId: 'c',
  channelId: 'ch',
  channelType: 'web',
  status: 'active',
  headSeq: 3,
  lastMessageAt: '2026-11-22T12:00:00.000Z',
  unread: 0,
  labels: [],
  priority: 'normal',
  startedAt: '2026-11-22T11:00:00.000Z',
  metadata: {},
  ...more,
});
const at = (minute: number) => `2026-11-22T12:${String(minute).padStart(2, '0')}:00.000Z`;
const ids = (sessions: Session[]) => sessions.map(({ id }) => id);
const read: Source[] = [{ query: {}, cursor: null }];

describe('the session list', () => {
  it('puts each session into the tabs where it belongs', () => {
    const all = [
      session('mine', { status: 'with_agent', agentId: 'me' }),
      session('theirs', { status: 'with_agent', agentId: 'other' }),
      session('waits', { status: 'waiting' }),
      session('ai'),
      session('done', { status: 'closed', agentId: 'me' }),
    ];
    expect(ids(rows(all, 'mine', { agentId: 'me', sources: read }))).toEqual(['mine']);
    expect(ids(rows(all, 'waiting', { agentId: 'me', sources: read }))).toEqual(['waits']);
    expect(ids(rows(all, 'ai', { agentId: 'me', sources: read }))).toEqual(['ai']);
    expect(ids(rows(all, 'closed', { agentId: 'me', sources: read }))).toEqual(['done']);
    expect(ids(rows(all, 'all', { agentId: 'me', sources: read }))).toHaveLength(4);
  });

  it('orders the queue as it will be served, all else by the last word', () => {
    const queue = [
      session('late', { status: 'waiting', queuedAt: at(5) }),
      session('early', { status: 'waiting', queuedAt: at(1), lastMessageAt: at(9) }),
      session('urgent', { status: 'waiting', queuedAt: at(8), priority: 'urgent' }),
    ];
    expect(ids(rows(queue, 'waiting', { agentId: 'me', sources: read }))).toEqual([
      'urgent',
      'early',
      'late',
    ]);
    expect(ids(rows(queue, 'all', { agentId: 'me', sources: read }))[0]).toBe('early');
  });

  it('holds back what is older than the pages read, until its page comes', () => {
    const sources: Source[] = [
      { query: {}, cursor: 'next', floor: at(5) },
      { query: {}, cursor: null, floor: at(1) },
    ];
    const all = [session('new', { lastMessageAt: at(6) }), session('old', { lastMessageAt: at(2) })];
    expect(ids(rows(all, 'all', { agentId: 'me', sources: sources }))).toEqual(['new']);
    expect(nextSources(sources)).toEqual([sources[0]]);
    expect(nextSources(sourcesOf('all', 'me'))).toHaveLength(3);
  });

  it('does not let older news overwrite newer, nor lose the name', () => {
    const known = session('a', { headSeq: 5, customerName: 'Ada' });
    expect(newer(known, session('a', { headSeq: 4 }))).toBe(known);
    expect(newer(known, session('a', { headSeq: 6 }))).toMatchObject({ headSeq: 6, customerName: 'Ada' });
  });

  it('keeps the counts true when a session moves between tabs', () => {
    const counts = { mine: 1, waiting: 2, active: 3, open: 6, closed: 9 };
    const before = session('a', { status: 'waiting' });
    const mine = session('a', { status: 'with_agent', agentId: 'me' });
    expect(adjust(counts, { before, after: mine, agentId: 'me' })).toEqual({
      ...counts,
      mine: 2,
      waiting: 1,
    });
    expect(
      adjust(counts, { before: mine, after: session('a', { status: 'closed' }), agentId: 'me' }),
    ).toMatchObject({
      mine: 0,
      open: 5,
      closed: 10,
    });
    expect(adjust(counts, { before: undefined, after: before, agentId: 'me' })).toBeUndefined();
    expect(
      adjust(counts, { before: undefined, after: session('b', { headSeq: 1 }), agentId: 'me' }),
    ).toMatchObject({
      active: 4,
      open: 7,
    });
  });

  it('moves nothing while held, and counts what is new instead', () => {
    expect(heldOrder(['a', 'b'], ['c', 'b', 'a'], true)).toEqual({ ids: ['a', 'b'], fresh: 1 });
    expect(heldOrder(['a', 'b'], ['c', 'b', 'a'], false)).toEqual({ ids: ['c', 'b', 'a'], fresh: 0 });
    expect(heldOrder(['a', 'b'], ['a', 'b', 'd'], true)).toEqual({ ids: ['a', 'b', 'd'], fresh: 0 });
  });
});
