import type { Message } from '../../protocol/model/message';
import { firstUnanswered, firstUnread } from './unread';

const at = (minute: number) => new Date(2026, 10, 28, 9, minute).toISOString();
const message = (seq: number, more: Partial<Message> = {}): Message => ({
  id: `m${seq}`,
  sessionId: 's',
  seq,
  type: 'text',
  sender: 'customer',
  content: { text: 'x' },
  metadata: {},
  isRead: false,
  timestamp: at(seq),
  ...more,
});
const read = { isRead: true };
const ours = { sender: 'agent', isRead: true } as const;
const rated = { type: 'system', content: { systemAction: 'rated' } } as const;

describe('the first unread of a conversation', () => {
  it('is the first of the customer that nobody has read, below one that was', () => {
    const messages = [message(1, read), message(2, ours), message(3), message(4)];
    expect(firstUnread(messages)).toBe(3);
  });

  it('is none where all is read, where all is new, and where what came is no word of theirs', () => {
    expect(firstUnread([message(1, read), message(2, ours)])).toBeUndefined();
    expect(firstUnread([message(1), message(2, { sender: 'ai' }), message(3)])).toBeNull();
    expect(firstUnread([message(1, read), message(2, rated)])).toBeUndefined();
  });
});

describe('the first unanswered of a conversation', () => {
  const messages = [message(1), message(2, ours), message(3, rated), message(4), message(5)];

  it('is what the customer wrote when the wait for a reply began', () => {
    expect(firstUnanswered(messages, at(4))).toBe(4);
  });

  it('is the first that is held where the wait began before it, and none where nobody waits', () => {
    expect(firstUnanswered(messages.slice(4), at(4))).toBe(5);
    expect(firstUnanswered(messages, undefined)).toBeUndefined();
  });
});
