import type { Session } from '../../protocol/model/session';
import { alertOf } from './alerts';

const session = (more: Partial<Session>): Session => ({
  id: 's',
  organizationId: 'o',
  customerId: 'c',
  channelId: 'ch',
  channelType: 'web',
  status: 'active',
  headSeq: 1,
  lastMessageAt: '2026-11-22T12:00:00.000Z',
  unread: 0,
  labels: [],
  priority: 'normal',
  startedAt: '2026-11-22T11:00:00.000Z',
  metadata: {},
  ...more,
});

describe('alerts', () => {
  const now = Date.parse('2026-11-22T12:00:00.000Z');
  const reader = { agentId: 'me', now };
  const waiting = session({ status: 'waiting', queuedAt: '2026-11-22T11:59:58.000Z' });
  const mine = session({ status: 'with_agent', agentId: 'me' });

  it('tell of a session that begins to wait, once', () => {
    expect(alertOf(session({}), waiting, reader)?.kind).toBe('waiting');
    expect(alertOf(undefined, waiting, reader)?.kind).toBe('waiting');
    expect(alertOf(waiting, { ...waiting, unread: 2 }, reader)).toBeUndefined();
    expect(alertOf(undefined, { ...waiting, queuedAt: '2026-11-22T11:00:00.000Z' }, reader)).toBeUndefined();
  });

  it('tell of words of my customers, not of others', () => {
    expect(alertOf(mine, { ...mine, unread: 1 }, reader)?.kind).toBe('message');
    expect(alertOf(mine, { ...mine, unread: 1 }, { agentId: 'other', now })).toBeUndefined();
    expect(alertOf(mine, { ...mine, unread: 1 }, { agentId: undefined, now })).toBeUndefined();
  });
});
