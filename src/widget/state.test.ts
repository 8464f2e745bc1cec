import type { Session } from '../protocol/model/session';
import { current, sessionChanged, sessionIs, start } from './state';

const session = (id: string, hour: number, status: Session['status']) =>
  ({ id, status, startedAt: `2026-01-01T0${hour}:00:00.000Z` }) as Session;
const after = (...news: Session[]) => news.reduce(sessionChanged, start);

describe('the present session', () => {
  test('stays when an old, closed one is changed', () => {
    const present = after(session('new', 2, 'waiting'));
    expect(sessionChanged(present, session('old', 1, 'closed'))).toBe(present);
    const closed = after(session('new', 2, 'closed'));
    expect(sessionChanged(closed, session('old', 1, 'closed'))).toBe(closed);
  });

  test('stays open against late news of the one before it', () => {
    const present = after(session('old', 1, 'closed'), session('new', 2, 'active'));
    expect(sessionChanged(present, session('old', 1, 'with_agent'))).toBe(present);
  });

  test('is replaced by the next one, which gets its own thread', () => {
    const next = after(session('old', 1, 'closed'), session('new', 2, 'active'));
    expect(current(next)?.sessionId).toBe('new');
    expect(next.threads.map(({ sessionId }) => sessionId)).toEqual(['old', 'new']);
  });

  test('is the old one when an agent opens that again', () => {
    const reopened = after(session('new', 2, 'closed'), session('old', 1, 'with_agent'));
    expect(reopened.session).toMatchObject({ id: 'old', status: 'with_agent' });
  });

  test('changes itself', () => {
    expect(after(session('s', 1, 'waiting'), session('s', 1, 'closed')).session?.status).toBe('closed');
  });

  test('is what the server answers, whatever was known before', () => {
    const present = after(session('new', 2, 'active'));
    expect(sessionIs(present, session('old', 1, 'with_agent')).session?.id).toBe('old');
    expect(sessionIs(present, null)).toBe(present);
  });
});
