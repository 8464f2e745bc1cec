import type { Message } from '../../protocol/model/message';
import { shownOf } from './shown';

let seq = 0;
const message = (over: Partial<Message>): Message => ({
  ...{ id: String(seq), sessionId: 's', seq: ++seq, type: 'text', sender: 'customer' },
  ...{ content: { text: 'Hi' }, metadata: {}, isRead: true, timestamp: '2026-01-01T00:00:00.000Z' },
  ...over,
});
const happened = (systemAction: string, text?: string): Message =>
  message({ type: 'system', sender: 'system', content: { systemAction, ...(text && { text }) } });
const handover = () => message({ type: 'handover', sender: 'system', content: {} });

it('Of several who got it before anybody wrote the last is shown', () => {
  const [asked, given, back, taken, said, later, closed] = [
    ...[message({}), handover(), happened('queued'), happened('claimed')],
    ...[message({ sender: 'agent' }), happened('transferred'), happened('closed')],
  ] as [Message, Message, Message, Message, Message, Message, Message];
  expect(shownOf([asked, given, back])).toEqual([asked, back]);
  expect(shownOf([asked, given, back, taken, said, later, closed])).toEqual([
    ...[asked, taken, said, later, closed],
  ]);
  expect(shownOf([asked, given, happened('reacted'), back])).toEqual([asked, back]);
});

it('A conversation that was merged says where it goes on, until it is separated', () => {
  const [asked, merged, separated, again] = [
    ...[message({}), happened('merged', 'It goes on.'), happened('separated')],
    happened('merged', 'It goes on.'),
  ] as [Message, Message, Message, Message];
  expect(shownOf([asked, merged])).toEqual([asked, merged]);
  expect(shownOf([asked, merged, separated])).toEqual([asked]);
  expect(shownOf([asked, merged, separated, again])).toEqual([asked, again]);
});
