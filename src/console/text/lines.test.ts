import type { Message } from '../../protocol/model/message';
import { lines, writtenEarlier, type Line } from './lines';
import { systemLine } from './system-lines';

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

const shapes = (read: Line[]) =>
  read.map((line) => (line.day ? 'day ' : '') + (line.kind === 'said' && line.head ? 'head' : line.kind));

describe('lines of a conversation', () => {
  it('groups one sender within five minutes, and no further', () => {
    const read = lines([message(0), message(4), message(10), message(11, { sender: 'ai' })], [], 'Me');
    expect(shapes(read)).toEqual(['day head', 'said', 'head', 'head']);
  });

  it('has the subject of a mail where it is another one than before', () => {
    const mail = (subject?: string) =>
      message(0, { content: { text: 'x', mail: subject === undefined ? {} : { subject } } });
    const read = lines(
      [mail('Refund'), message(1), mail('RE: re: refund'), mail(), mail('Return')],
      [],
      'Me',
    );
    expect(read.map((line) => line.kind === 'said' && line.subject)).toEqual([
      'Refund',
      undefined,
      undefined,
      undefined,
      'Return',
    ]);
  });

  it('shows the newest reaction of each side at the message, and as a line only what did not go out', () => {
    const target = message(0);
    const at = (emoji?: string) => ({ seq: target.seq, ...(emoji && { emoji }) });
    const theirs = system('reacted', { ...at('🙏'), by: 'customer' });
    const first = system('reacted', { ...at('👍'), by: 'agent' }, { sender: 'agent', delivery: 'sent' });
    const second = { ...first, seq: first.seq + 20, content: { ...first.content, data: at('❤️') } };
    const failed = { ...second, seq: second.seq + 1, delivery: 'failed' as const };
    const read = lines([target, theirs, first, second], [], 'Me');
    expect(read).toMatchObject([{ reactions: { customer: theirs, team: second } }]);
    expect(shapes(lines([target, second, failed], [], 'Me'))).toEqual(['day head', 'system']);
  });

  it('shows a reaction at a message far above as a line, too, whichever pages are here', () => {
    const target = message(0);
    const at = (after: number) => ({
      ...system('reacted', { seq: target.seq, emoji: '🙏', by: 'customer' }),
      seq: target.seq + after,
    });
    for (const [after, shape] of [
      [50, []],
      [51, ['day system']],
    ] as const) {
      const theirs = at(after);
      expect(shapes(lines([theirs], [], 'Me'))).toEqual(shape);
      const [first, ...others] = lines([target, theirs], [], 'Me');
      expect(first).toMatchObject({ kind: 'said', reactions: { customer: theirs } });
      expect(shapes(others)).toEqual(shape.map(() => 'system'));
    }
    const elsewhere = system('reacted', { emoji: '🙏', by: 'customer' });
    expect(shapes(lines([elsewhere], [], 'Me'))).toEqual(['day system']);
  });

  it('shows a reaction at a line that the channel sent there', () => {
    const asked = system('closed', { by: 'agent' }, { delivery: 'sent' });
    const theirs = system('reacted', { seq: asked.seq, emoji: '👍', by: 'customer' });
    expect(lines([asked, theirs], [], 'Me')).toMatchObject([
      { kind: 'system', reactions: { customer: theirs } },
    ]);
  });

  it('never groups a note with a reply of the same agent', () => {
    const by = { sender: 'agent', senderName: 'Me' } as const;
    expect(shapes(lines([message(0, by), message(1, { ...by, type: 'note' })], [], 'Me'))).toEqual([
      'day head',
      'head',
    ]);
  });

  it('begins a day line where the day changes', () => {
    const next = message(0, { timestamp: new Date(2026, 10, 23, 9).toISOString() });
    expect(shapes(lines([message(0), next], [], 'Me'))).toEqual(['day head', 'day head']);
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
    expect(shapes(lines([sent], [pending], 'Me'))).toEqual(['day head', 'said']);
  });

  it('gives every message a key that earlier pages do not change', () => {
    const [older, ...newer] = [message(0), message(1), message(2)];
    const keys = (messages: Message[]) => lines(messages, [], 'Me').map(({ key }) => key);
    expect(keys([older!, ...newer]).slice(1)).toEqual(keys(newer));
  });
});

describe('a rating', () => {
  const shown = (messages: Message[]) =>
    lines(messages, [], 'Me').flatMap((line) => (line.kind === 'system' ? systemLine(line.message) : []));

  it('is one line, also when its comment comes later; one after a reopening stands beside the old one', () => {
    const bare = system('rated', { score: 4 });
    const commented = system('rated', { score: 4, comment: 'quick' });
    expect(shown([system('closed', { by: 'customer' }), bare, commented])).toEqual([
      'Closed by the customer',
      'Rated 4 of 5: “quick”',
    ]);
    expect(shown([bare, system('reopened'), commented])).toHaveLength(3);
  });
});

describe('what a message answers, and when it was written', () => {
  it('is quoted; what is not held is named by its number', () => {
    const first = message(0);
    const second = message(1, { metadata: { replyTo: first.seq } });
    const third = message(2, { metadata: { replyTo: first.seq - 1 } });
    const odd = message(3, { metadata: { replyTo: 9_999 } });
    const quoted = lines([first, second, third, odd], [], 'Me').map(
      (line) => line.kind === 'said' && line.quoted,
    );
    expect(quoted).toEqual([undefined, first, first.seq - 1, undefined]);
  });

  it('is said when it came later than it was written', () => {
    const at = (day: number, hour: number) => new Date(2026, 10, day, hour, 1).toISOString();
    const sent = (sentAt: string, more = {}) =>
      writtenEarlier(message(0, { metadata: { sentAt, ...more } }), 'en-GB');
    expect(writtenEarlier(message(0))).toBeUndefined();
    expect(sent(new Date(2026, 10, 22, 11, 59).toISOString())).toBeUndefined();
    expect(sent(at(22, 7))).toBe('Written 07:01, arrived later');
    expect(sent(at(20, 7), { past: true })).toBe('Written 20 November 2026, 07:01, arrived later');
    expect(sent(message(0).timestamp, { past: true })).toBe('Said elsewhere: nobody is asked to answer');
  });
});

describe('system lines', () => {
  it('say who did what', () => {
    expect(systemLine(system('claimed', { agentName: 'Ada' }))).toBe('Ada took over');
    expect(systemLine(system('claimed', { agentName: 'Ada', by: 'system' }))).toBe('Assigned to Ada');
    expect(systemLine(system('transferred', { agentName: 'Bo', reason: 'knows billing' }))).toBe(
      'Transferred to Bo: knows billing',
    );
    const taken = system(
      'transferred',
      { agentName: 'Bo' },
      { senderId: 'bo', senderName: 'Bo', agentId: 'bo' },
    );
    expect(systemLine(taken)).toBe('Bo took over');
    expect(systemLine({ ...taken, senderId: 'ada', senderName: 'Ada' })).toBe('Transferred to Bo, by Ada');
    expect(systemLine(system('transferred'))).toBe('Back in the queue');
    expect(systemLine(system('closed', { by: 'customer' }))).toBe('Closed by the customer');
    expect(systemLine(system('closed', { by: 'agent' }, { senderName: 'Ada' }))).toBe('Closed by Ada');
    expect(systemLine(system('closed', { by: 'system', reason: 'nobody wrote' }))).toBe(
      'Closed: nobody wrote',
    );
    const asking = (delivery: Message['delivery']) =>
      systemLine(system('closed', { by: 'system' }, { metadata: { asks: 'rating' }, delivery }));
    expect([asking('sent'), asking('failed')]).toEqual([
      'Closed, asked for a rating',
      'Closed, could not ask for a rating',
    ]);
    expect(systemLine(system('reacted', { seq: 2, emoji: '👍' }))).toBe('Reacted with 👍');
    expect(systemLine(system('reacted', { seq: 2 }))).toBe('Took back a reaction');
    const ours = { sender: 'agent', senderName: 'Ada' } as const;
    expect(systemLine(system('reacted', { seq: 2, emoji: '👍' }, ours))).toBe('Ada reacted with 👍');
    expect(systemLine(system('reacted', { seq: 2 }, ours))).toBe('Ada took back a reaction');
    expect(systemLine(system('edited', { text: 'Two, please' }))).toBe('Edited a message: “Two, please”');
    expect(systemLine(system('rated', { score: 5, comment: 'quick' }))).toBe('Rated 5 of 5: “quick”');
    expect(systemLine(system('labeled', { labels: [] }))).toBe('Labels removed');
    expect(systemLine(message(0, { type: 'handover', content: { data: { agentName: 'Ada' } } }))).toBe(
      'Handed over to Ada',
    );
  });
});
