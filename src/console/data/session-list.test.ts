import type { Session } from '../../protocol/model/session';
import { waitsSince } from '../../protocol/session-where';
import {
  adjust,
  heldOrder,
  newer,
  nextSources,
  rows,
  shownAt,
  sourcesOf,
  waitingFor,
  type Source,
} from './session-list';

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

  it('puts first under Mine who needs a reply, the longest waiting at the top, with the time of what is shown', () => {
    const said = (sender: 'customer' | 'agent', minute: number) => ({
      seq: 1,
      type: 'text' as const,
      sender,
      text: 'x',
      timestamp: at(minute),
    });
    const mine = { status: 'with_agent' as const, agentId: 'me' };
    const all = [
      session('answered', { ...mine, lastMessage: said('agent', 30), lastMessageAt: at(30) }),
      session('just', {
        ...mine,
        lastMessage: said('customer', 20),
        lastMessageAt: at(20),
        needsReplySince: at(20),
      }),
      // Labelled a moment ago: no word of anybody.
      session('long', {
        ...mine,
        lastMessage: said('customer', 5),
        lastMessageAt: at(40),
        needsReplySince: at(4),
      }),
      session('older', { ...mine, lastMessage: said('agent', 1), lastMessageAt: at(1) }),
    ];
    expect(ids(rows(all, 'mine', { agentId: 'me', sources: read }))).toEqual([
      'long',
      'just',
      'answered',
      'older',
    ]);
    expect([waitsSince(all[2]!), shownAt(all[2]!)]).toEqual([at(4), at(5)]);
    expect(waitsSince(all[0]!)).toBeUndefined();
    expect(waitsSince({ ...all[2]!, status: 'closed' })).toBeUndefined();
    expect(waitsSince(session('q', { status: 'waiting', queuedAt: at(7) }))).toBe(at(7));
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
    const counts = { mine: 1, snoozed: 0, waiting: 2, active: 3, open: 6, closed: 9 };
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

  it('counts one’s own that need a reply, where the server said how many', () => {
    const counts = { mine: 1, needsReply: 0, snoozed: 0, waiting: 0, active: 0, open: 1 };
    const answered = session('a', { status: 'with_agent', agentId: 'me' });
    const asked = { ...answered, needsReplySince: at(9) };
    const change = { before: answered, after: asked, agentId: 'me' };
    expect(adjust(counts, change)).toMatchObject({ mine: 1, needsReply: 1 });
    expect(adjust(counts, { ...change, agentId: 'another' })).toEqual(counts);
    expect(adjust({ ...counts, needsReply: 1 }, { ...change, before: asked, after: answered })).toEqual(
      counts,
    );
    const { needsReply, ...ofBefore } = counts;
    expect([adjust(ofBefore, change), waitingFor({ counts: ofBefore })]).toEqual([ofBefore, needsReply]);
    expect(waitingFor({ counts: { ...counts, needsReply: 2, waiting: 3 } })).toBe(5);
  });

  it('moves nothing while held, and counts what is new instead', () => {
    expect(heldOrder(['a', 'b'], ['c', 'b', 'a'], true)).toEqual({ ids: ['a', 'b'], fresh: 1 });
    expect(heldOrder(['a', 'b'], ['c', 'b', 'a'], false)).toEqual({ ids: ['c', 'b', 'a'], fresh: 0 });
    expect(heldOrder(['a', 'b'], ['a', 'b', 'd'], true)).toEqual({ ids: ['a', 'b', 'd'], fresh: 0 });
  });

  it('reads a long queue as it will be served: who has waited longest in the most urgent part that goes on', () => {
    const part = (priority: 'urgent' | 'high' | 'normal' | 'low', more: Partial<Source> = {}) =>
      ({ query: { priority }, priority, cursor: undefined, ...more }) as Source;
    expect(sourcesOf('waiting', 'me').map(({ query }) => query)).toEqual(
      ['urgent', 'high', 'normal', 'low'].map((priority) => ({
        status: 'waiting',
        priority,
        order: 'queuedAt',
      })),
    );
    const begun = [
      part('urgent', { cursor: null, floor: at(9) }),
      part('high', { cursor: 'next', floor: at(5) }),
      part('normal', { cursor: 'next', floor: at(1) }),
      part('low', { cursor: null }),
    ];
    expect(nextSources(begun)).toEqual([begun[1]]);
    expect(nextSources([begun[0]!, part('high'), begun[2]!, part('low')])).toEqual([
      part('high'),
      part('low'),
    ]);
    const waits = (id: string, priority: Session['priority'], minute: number) =>
      session(id, { status: 'waiting', priority, queuedAt: at(minute), lastMessageAt: at(59 - minute) });
    const queue = [
      waits('low', 'low', 0),
      waits('normal', 'normal', 1),
      waits('high, not read', 'high', 6),
      waits('high', 'high', 5),
      waits('urgent', 'urgent', 20),
    ];
    expect(ids(rows(queue, 'waiting', { agentId: 'me', sources: begun }))).toEqual(['urgent', 'high']);
    const all = begun.map((one) => ({ ...one, cursor: null }));
    expect(ids(rows(queue, 'waiting', { agentId: 'me', sources: all }))).toEqual([
      'urgent',
      'high',
      'high, not read',
      'normal',
      'low',
    ]);
  });
});
