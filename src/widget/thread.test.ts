import type { Message } from '../protocol/model/message';
import { emptyThread, readUpTo, unreadOf, withChange, withMessage, withPage } from './thread';

const message = (seq: number, part: Partial<Message> = {}): Message => ({
  id: `id-${seq}`,
  sessionId: 's',
  seq,
  type: 'text',
  sender: 'agent',
  content: { text: `message ${seq}` },
  metadata: {},
  isRead: false,
  timestamp: '2026-01-01T00:00:00.000Z',
  ...part,
});
const seqs = (messages: readonly Message[]) => messages.map((one) => one.seq);

describe('a thread', () => {
  test('stays in seq order, whatever order messages come in, and holds each once', () => {
    const thread = [3, 1, 2, 3, 1].map((seq) => message(seq)).reduce(withMessage, emptyThread('s'));
    expect(seqs(thread.messages)).toEqual([1, 2, 3]);
  });

  test('holds one message for one clientMessageId', () => {
    const sent = message(2, { sender: 'customer', metadata: { clientMessageId: 'c' } });
    const thread = [message(1), sent, { ...sent }].reduce(withMessage, emptyThread('s'));
    expect(seqs(thread.messages)).toEqual([1, 2]);
  });

  test('is complete only as far as messages followed each other', () => {
    const thread = [1, 2, 5].map((seq) => message(seq)).reduce(withMessage, emptyThread('s'));
    expect(thread.complete).toBe(2);
  });

  test('is complete up to the head that a sync names, holes of private notes included', () => {
    const thread = withPage(withMessage(emptyThread('s'), message(5)), {
      messages: [message(1), message(2), message(5)],
      headSeq: 7,
    });
    expect(thread.complete).toBe(7);
    expect(seqs(thread.messages)).toEqual([1, 2, 5]);
  });

  test('never forgets by an older page how far it was complete', () => {
    const thread = withPage({ ...emptyThread('s'), complete: 9 }, { messages: [], headSeq: 4 });
    expect(thread.complete).toBe(9);
  });

  test('takes a change without losing what the change does not name', () => {
    const thread = withMessage(emptyThread('s'), message(1, { metadata: { draftId: 'd' } }));
    const [changed] = withChange(thread, { id: 'id-1', isRead: true, metadata: { helpful: true } }).messages;
    expect(changed).toEqual({ ...message(1), isRead: true, metadata: { draftId: 'd', helpful: true } });
  });

  test("counts the team's words as unread until they have been read", () => {
    const thread = [
      message(1, { sender: 'customer' }),
      message(2, { sender: 'ai' }),
      message(3, { type: 'system', sender: 'system', content: { systemAction: 'claimed' } }),
      message(4),
      message(5, { sender: 'system' }),
    ].reduce(withMessage, emptyThread('s'));
    expect(seqs(unreadOf(thread))).toEqual([2, 4, 5]);
    expect(seqs(unreadOf(readUpTo(thread, 2)))).toEqual([4, 5]);
  });
});
