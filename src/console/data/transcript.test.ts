import type { Message } from '../../protocol/model/message';
import {
  change,
  completeTo,
  emptyTranscript,
  hasOlder,
  isBehind,
  merge,
  openHandover,
  refreshed,
  writtenSince,
  refresh,
} from './transcript';

const message = (seq: number, more: Partial<Message> = {}): Message => ({
  id: `m${seq}`,
  sessionId: 's',
  seq,
  type: 'text',
  sender: 'customer',
  content: { text: `text ${seq}` },
  metadata: {},
  isRead: false,
  timestamp: '2026-11-22T12:00:00.000Z',
  ...more,
});

const packet = {
  trigger: 'requested' as const,
  reason: 'The customer asked for a person',
  summary: 'A refund',
  stepsTried: [],
  facts: {},
  sentiment: 'neutral' as const,
  language: 'en',
  sources: [],
};

describe('transcript', () => {
  it('holds messages in order of seq, each once, however they come', () => {
    const merged = merge(merge(emptyTranscript, [message(3), message(1)]), [message(2), message(3)]);
    expect(merged.messages.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(merged.headSeq).toBe(3);
  });

  it('knows that it is behind when a number is missing or the server speaks of a higher one', () => {
    const hole = merge(emptyTranscript, [message(4), message(6)]);
    expect(completeTo(hole)).toBe(4);
    expect(isBehind(hole)).toBe(true);
    expect(isBehind(merge(hole, [message(5)]))).toBe(false);
    expect(isBehind(merge(emptyTranscript, [message(1)], 9))).toBe(true);
  });

  it('takes what the server says now for the messages that it holds, and no others', () => {
    const held = merge(emptyTranscript, [message(1), message(2)]);
    const fresh = message(2, { content: { mediaUrl: '/files/1?signature=new' } });
    expect(refresh(held, [fresh, message(3)])).toEqual({ messages: [message(1), fresh], headSeq: 2 });
  });

  it('drops the error of a state that is over', () => {
    const held = merge(emptyTranscript, [message(1, { delivery: 'failed', deliveryError: 'No.' })]);
    const after = (update: object) => change(held, { id: 'm1', seq: 1, ...update }).messages[0];
    expect(after({ delivery: 'sent' })).toEqual(message(1, { delivery: 'sent' }));
    expect(after({ isRead: true })).toMatchObject({ deliveryError: 'No.' });
    expect(after({ delivery: 'queued', deliveryError: 'Later.' })).toMatchObject({ deliveryError: 'Later.' });
  });

  it('has older messages unless it begins at 1', () => {
    expect(hasOlder(merge(emptyTranscript, [message(7)]).messages)).toBe(true);
    expect(hasOlder(merge(emptyTranscript, [message(1)]).messages)).toBe(false);
    expect(hasOlder(emptyTranscript.messages)).toBe(false);
  });

  it('changes fields of the message with that number and keeps the rest of its metadata', () => {
    const before = merge(emptyTranscript, [message(1, { metadata: { clientMessageId: 'c' } })]);
    const after = change(before, { id: 'm1', seq: 1, isRead: true, metadata: { helpful: true } });
    expect(after.messages[0]).toMatchObject({
      isRead: true,
      metadata: { clientMessageId: 'c', helpful: true },
    });
    expect(change(before, { id: 'm2', seq: 2, isRead: true })).toBe(before);
  });

  it('pins the last handover until an agent replies; a note or a claim is no reply', () => {
    const handover = message(2, { type: 'handover', sender: 'system', content: { packet } });
    const note = message(3, { type: 'note', sender: 'agent' });
    const claimed = message(4, { type: 'system', sender: 'agent', content: { systemAction: 'claimed' } });
    expect(openHandover([message(1), handover, note, claimed])).toBe(handover);
    expect(openHandover([message(1), handover, message(3, { sender: 'agent' })])).toBeUndefined();
    expect(openHandover([message(1)])).toBeUndefined();
  });

  it('keeps the pinned packet up with what the customer writes until an agent answers', () => {
    const handover = message(2, { type: 'handover', sender: 'system', content: { packet } });
    const more = [message(4), message(5, { type: 'file' })];
    const note = message(3, { type: 'note', sender: 'agent' });
    expect(writtenSince(handover, [message(1), handover, note, ...more])).toEqual(more);
    const reply = message(6, { sender: 'agent' });
    expect(writtenSince(openHandover([handover, ...more, reply]), [handover, ...more, reply])).toEqual([]);
  });

  it('refreshes facts and mood of the pinned packet with what the customer has written since', () => {
    const entities = [{ name: 'order number', value: 'HP-2, HP-1' }];
    const since = [
      message(3, { metadata: { entities, sentiment: 'negative' } }),
      message(4, { metadata: { entities: [{ name: 'email', value: 'ada@shop.test' }] } }),
    ];
    const calm = { ...packet, facts: { 'order number': 'HP-1' }, sentiment: 'neutral' as const };
    const before = { ...calm, suggestedReply: 'Orders ship in two days.' };
    expect(refreshed(before, since)).toEqual({
      ...calm,
      facts: { 'order number': 'HP-1, HP-2', email: 'ada@shop.test' },
      sentiment: 'negative',
    });
    expect(refreshed(before, [message(3)])).toEqual(before);
  });

  it('says what the customer wants as far as they have said it since, and suggests nothing for another matter', () => {
    const says = (seq: number, intentDetected: string) => message(seq, { metadata: { intentDetected } });
    const told = 'My parcel has not arrived';
    const asks = 'Where do I find the tracking?';
    const { intent: _, ...bare } = { ...packet, intent: '' };
    expect(refreshed(bare, [says(3, told)]).intent).toBe(told);
    expect(refreshed(bare, [says(3, told), says(4, asks), says(5, 'the blue one')]).intent).toBe(asks);
    const known = { ...bare, intent: 'When do you open?', suggestedReply: 'At nine.' };
    expect(refreshed(known, [says(3, 'the blue one')])).toEqual(known);
    expect(refreshed(known, [says(3, asks)])).toEqual({ ...bare, intent: asks });
    const upset = { ...known, sentiment: 'negative' as const };
    expect(refreshed(upset, [says(3, asks)])).toEqual({ ...upset, intent: asks });
  });
});
