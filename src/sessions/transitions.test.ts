import { emptySession, type SessionState } from './session';
import { resuming } from './transitions';

test('Until when a word opens a session again is decided by the given clock, not by that of the process', () => {
  const until = Date.parse('2001-01-01T00:00:00Z');
  const ended: SessionState = {
    ...emptySession({
      id: 's',
      organizationId: 'o',
      customerId: 'c',
      channelId: 'w',
      channelType: 'web',
      startedAt: new Date(0).toISOString(),
    }),
    status: 'closed',
    metadata: { reopenUntil: new Date(until).toISOString() },
  };
  expect(resuming(ended, until - 1)).toMatchObject({ content: { systemAction: 'reopened' } });
  expect(resuming(ended, until)).toBeNull();
});
