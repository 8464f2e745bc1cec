import type { Message } from '../../protocol/model/message';
import { lines, systemLine } from './lines';

let seq = 0;
const message = (minute: number, more: Partial<Message> = {}): Message => ({
  id: `m${(seq += 1)}`,
  sessionId: 's',
  seq,
  type: 'text',
  sender: 'customer',
  content: { text: 'x' },
  metadata: {},
  isRead: false,
  timestamp: new Date(2026, 10, 22, 12, minute).toISOString(),
  ...more,
});
const system = (systemAction: string, data: Record<string, unknown> = {}, more: Partial<Message> = {}) =>
  message(0, { type: 'system', sender: 'system', content: { systemAction, data }, ...more });

describe('lines of a conversation', () => {
  it('groups one sender within five minutes, and no further', () => {
    const read = lines([message(0), message(4), message(10), message(11, { sender: 'ai' })], [], 'Me');
    expect(read.map((line) => (line.kind === 'group' ? line.entries.length : line.kind))).toEqual([
      'day',
      2,
      1,
      1,
    ]);
  });

  it('never groups a note with a reply of the same agent', () => {
    const read = lines(
      [
        message(0, { sender: 'agent', senderName: 'Me' }),
        message(1, { sender: 'agent', senderName: 'Me', type: 'note' }),
      ],
      [],
      'Me',
    );
    expect(read.filter(({ kind }) => kind === 'group')).toHaveLength(2);
  });

  it('begins a day line where the day changes', () => {
    const next = message(0, { timestamp: new Date(2026, 10, 23, 9).toISOString() });
    expect(lines([message(0), next], [], 'Me').filter(({ kind }) => kind === 'day')).toHaveLength(2);
  });

  it('joins what is still on its way to the last group of the same person', () => {
    const sent = message(0, { sender: 'agent', senderName: 'Me' });
    const pending = {
      clientMessageId: 'c',
      sessionId: 's',
      text: 'y',
      note: false,
      at: sent.timestamp,
      state: 'sending' as const,
    };
    const [, group] = lines([sent], [pending], 'Me');
    expect(group).toMatchObject({ kind: 'group', entries: [{ kind: 'message' }, { kind: 'pending' }] });
  });
});

describe('system lines', () => {
  it('say who did what', () => {
    expect(systemLine(system('claimed', { agentName: 'Ada' }))).toBe('Ada took over');
    expect(systemLine(system('transferred', { agentName: 'Bo', reason: 'knows billing' }))).toBe(
      'Transferred to Bo: knows billing',
    );
    expect(systemLine(system('transferred'))).toBe('Back in the queue');
    expect(systemLine(system('closed', {}, { sender: 'customer' }))).toBe('Closed by the customer');
    expect(systemLine(system('rated', { score: 5, comment: 'quick' }))).toBe('Rated 5 of 5: “quick”');
    expect(systemLine(system('labeled', { labels: [] }))).toBe('Labels removed');
    expect(systemLine(message(0, { type: 'handover', content: { data: { agentName: 'Ada' } } }))).toBe(
      'Handed over to Ada',
    );
  });
});
