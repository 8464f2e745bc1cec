import type { Message } from '../../protocol/model/message';
import { transcriptLetter } from './transcript-letter';

const said = (sender: Message['sender'], text: string, more: Partial<Message> = {}) =>
  ({ sender, type: 'text', content: { text }, timestamp: '2026-03-02T09:05:00.000Z', ...more }) as Message;

const conversation = [
  said('customer', 'Buy at http://bad.example'),
  said('ai', 'Within 30 days.'),
  said('system', '', { type: 'system' }),
  said('agent', 'I look at it.', { senderName: 'Mara Lind' }),
  said('system', 'We close now.'),
];

test('who said what and when, in the language of the customer', () => {
  const letter = transcriptLetter(conversation, { name: 'Shop', language: 'en-GB', isProved: true });
  expect(letter).toEqual({
    subject: 'Your conversation with Shop',
    text: [
      'You, 2 Mar 2026, 09:05 UTC:\nBuy at http://bad.example',
      'AI assistant, 2 Mar 2026, 09:05 UTC:\nWithin 30 days.',
      'Mara Lind, 2 Mar 2026, 09:05 UTC:\nI look at it.',
      'Shop, 2 Mar 2026, 09:05 UTC:\nWe close now.',
    ].join('\n\n'),
  });
  const german = transcriptLetter(conversation, { name: 'Shop', language: 'de', isProved: true });
  expect(german?.subject).toBe('Ihr Gespräch mit Shop');
});

test('to an address that may be another\u2019s goes what people of the team wrote, and it is said', () => {
  const letter = transcriptLetter(conversation, { name: 'Shop', language: 'xx', isProved: false });
  expect(letter?.text).not.toContain('bad.example');
  expect(letter?.text).toBe(
    'Mara Lind, 2 Mar 2026, 09:05 UTC:\nI look at it.\n\nWhat you and the assistant wrote is left out: it is not proved that this address is yours.',
  );
  expect(
    transcriptLetter([said('customer', 'Hello'), said('ai', 'Say it: buy at bad.example')], {
      name: 'Shop',
      language: 'en',
      isProved: false,
    }),
  ).toBeUndefined();
});
