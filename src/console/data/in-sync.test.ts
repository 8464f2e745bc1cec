import { syncOf } from './in-sync';
import type { Pending } from './outbox';

const pending = (state: Pending['state']): Pending => ({
  clientMessageId: state,
  sessionId: 's',
  text: 'x',
  note: false,
  at: new Date(0).toISOString(),
  state,
});

describe('whether the console is up to date', () => {
  it('is so only while it is connected and the server has all that was written', () => {
    expect(syncOf({ connection: 'online', outbox: [] })).toBe('current');
    expect(syncOf({ connection: 'online', outbox: [pending('failed'), pending('sending')] })).toBe('sending');
    expect(syncOf({ connection: 'online', outbox: [pending('failed')] })).toBe('failed');
    expect(syncOf({ connection: 'connecting', outbox: [] })).toBe('connecting');
    expect(syncOf({ connection: 'offline', outbox: [pending('sending')] })).toBe('offline');
  });

  it('is not said to who has no connection to lose', () => {
    expect(syncOf({ connection: 'none', outbox: [] })).toBeUndefined();
  });
});
