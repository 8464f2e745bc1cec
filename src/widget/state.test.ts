import type { Session } from '../protocol/model/session';
import { sessionChanged, sessionIs, start, viewOf } from './state';

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
    expect(next.session?.id).toBe('new');
    expect(viewOf(next).threads.map(({ sessionId }) => sessionId)).toEqual(['old', 'new']);
  });

  test('is the old one when an agent opens that again', () => {
    const reopened = after(session('new', 2, 'closed'), session('old', 1, 'with_agent'));
    expect(reopened.session).toMatchObject({ id: 'old', status: 'with_agent' });
  });

  test('changes itself', () => {
    expect(after(session('s', 1, 'waiting'), session('s', 1, 'closed')).session?.status).toBe('closed');
  });

  test('does not go back when an older word of it comes late', () => {
    const seen = (headSeq: number, status: Session['status']) => ({ ...session('s', 1, status), headSeq });
    const present = after(seen(4, 'active'), seen(6, 'with_agent'));
    expect(sessionChanged(present, seen(5, 'waiting'))).toBe(present);
    expect(sessionChanged(present, seen(6, 'closed')).session?.status).toBe('closed');
  });

  test('is what the server answers, whatever was known before', () => {
    const present = after(session('new', 2, 'active'));
    expect(sessionIs(present, session('old', 1, 'with_agent')).session?.id).toBe('old');
    expect(sessionIs(present, null)).toBe(present);
  });
});

describe('another conversation than the present one', () => {
  const own = { ...session('own', 2, 'active'), customerId: 'c' } as Session;
  const before = { ...session('before', 3, 'active'), customerId: 'anonymous' } as Session;
  const signedIn = sessionIs({ ...start, customerId: 'c', anonymous: before, threads: [] }, own);

  test('from before the sign-in never becomes the present one, however new it is', () => {
    const next = sessionChanged(signedIn, { ...before, status: 'waiting' });
    expect(next.session?.id).toBe('own');
    expect(next.anonymous?.status).toBe('waiting');
    expect(sessionChanged(next, { ...before, status: 'closed' }).anonymous).toBeUndefined();
  });

  test('is all that is seen while it is looked at, and stays readable when it is closed', () => {
    const looking = { ...signedIn, opened: before };
    expect(viewOf(looking)).toMatchObject({ session: before, threads: [] });
    const closed = sessionChanged(looking, { ...before, status: 'closed' });
    expect(viewOf(closed).session?.status).toBe('closed');
    expect(closed.session?.id).toBe('own');
  });

  test('that is opened again is the present one from then on', () => {
    const past = { ...session('past', 1, 'closed'), customerId: 'c' } as Session;
    const looking = { ...sessionIs(signedIn, { ...own, status: 'closed' }), opened: past };
    const next = sessionChanged(looking, { ...past, status: 'with_agent' });
    expect(next.session?.id).toBe('past');
    expect(next.opened).toBeUndefined();
  });

  test('takes no typing of others', () => {
    const state = { ...signedIn, typing: { sessionId: 'own', sender: 'ai', typing: true } };
    expect(viewOf(state).typing).toEqual(state.typing);
    expect(viewOf({ ...state, opened: before }).typing).toBeUndefined();
  });
});
