import { emptySession } from '../sessions/session';
import type { NewsKind } from '../protocol/notifications';
import { groupsOf, mostAMinute, paceAfter, roomOf, type LiveNews } from './push-groups';
import { messageOf } from './push-payload';
import type { PushWords } from './store';

const now = Date.parse('2026-11-22T12:00:00Z');
const later = (ms: number) => new Date(now + ms);

function live(id: string, kind: NewsKind, lastsMs = 3_600_000): LiveNews {
  const session = emptySession({
    id,
    organizationId: 'o',
    customerId: 'c',
    channelId: 'ch',
    channelType: 'web',
    startedAt: later(0).toISOString(),
    customerName: `Customer ${id}`,
  });
  return { sessionId: id, kind, at: later(0), until: later(lastsMs), tries: 0, session };
}

const many = (count: number, kind: NewsKind) => Array.from({ length: count }, (_, n) => live(`${n}`, kind));
const shape = (news: readonly LiveNews[], room: number) =>
  groupsOf(news, room).map(({ as, news: all }) => `${as} ${all.length}`);

test('A few are told each by itself, many together, and those that wait always together', () => {
  expect(shape([live('a', 'message'), live('b', 'mentioned')], 10)).toEqual(['one 1', 'one 1']);
  expect(shape(many(6, 'message'), 10)).toEqual(['several 6']);
  expect(shape(many(3, 'message'), 2)).toEqual(['several 3']);
  expect(shape([...many(3, 'waiting'), live('m', 'message')], 10)).toEqual(['waiting 3', 'one 1']);
  expect(shape([...many(3, 'waiting'), ...many(9, 'message')], 10)).toEqual(['waiting 3', 'several 9']);
  // The rest waits for the minute's end.
  expect(shape([...many(3, 'waiting'), live('m', 'message')], 1)).toEqual(['waiting 3']);
});

test('A device is told so much a minute, and again from its end on', () => {
  const fresh = { minuteFrom: null, minuteCount: 0 };
  expect(roomOf(fresh, now)).toEqual({ room: mostAMinute });
  const some = paceAfter(fresh, { sent: 4, now });
  expect(roomOf(some, now + 30_000)).toEqual({ room: mostAMinute - 4 });
  const full = paceAfter(some, { sent: mostAMinute - 4, now: now + 30_000 });
  expect(roomOf(full, now + 59_999)).toEqual({ room: 0, from: later(60_000) });
  expect(roomOf(full, now + 60_000)).toEqual({ room: mostAMinute });
  expect(paceAfter(full, { sent: 1, now: now + 60_000 })).toEqual({
    minuteFrom: later(60_000),
    minuteCount: 1,
  });
});

describe('a push', () => {
  const words: PushWords = {
    titles: { waiting: 'Somebody waits', message: 'Written', mentioned: 'Called' } as PushWords['titles'],
    visitor: 'a visitor',
    waiting: '{count} wait',
    several: '{count} call',
  };
  const said = (news: LiveNews[], waiting: number, known = words) =>
    messageOf(groupsOf(news, 10)[0]!, { words: known, waiting, now });

  test('of those that wait says how many there are now, and replaces the one before', () => {
    const one = said([live('a', 'waiting')], 1);
    const five = said(many(3, 'waiting'), 5);
    expect(one.payload).toMatchObject({
      title: 'Somebody waits',
      body: 'Customer a',
      sessionId: 'a',
      url: '/console/inbox/a?tab=waiting',
    });
    expect(five.payload).toEqual({
      kind: 'waiting',
      title: '5 wait',
      body: 'Customer 2, Customer 1, Customer 0',
      tag: 'waiting',
      url: '/console/inbox?tab=waiting',
    });
    expect([five.topic, five.payload.tag]).toEqual([one.topic, one.payload.tag]);
    // Whoever waited ten minutes ago has somebody by now, or others have been told of since.
    expect([five.ttlSeconds, five.urgency]).toEqual([600, 'high']);
    const { waiting: _, ...older } = words;
    expect(said(many(2, 'waiting'), 2, older).payload.title).toBe('Somebody waits (2)');
  });

  test('of many says how many, and lasts as long as the last of them', () => {
    const { payload, ttlSeconds } = said([...many(5, 'message'), live('x', 'mentioned', 7_200_000)], 0);
    expect(payload).toMatchObject({ kind: 'several', title: '6 call', tag: 'several' });
    expect(ttlSeconds).toBe(7_200);
    expect(said([live('a', 'mentioned')], 0).urgency).toBe('normal');
  });
});
