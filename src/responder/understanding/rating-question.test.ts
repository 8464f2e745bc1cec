import type { Message } from '../../protocol/model/message';
import { helpedQuestion } from './helped-question';
import { ratingAnswers, ratingLanguage, ratingQuestion, ratingWordsBy } from './rating-question';

const source = { articleId: 'a', chunkId: 'c', title: 'Refunds', excerpt: '', score: 1 };

function message(sender: Message['sender'], text: string, more: Partial<Message> = {}): Message {
  const base = { id: 'm', sessionId: 's', seq: 1, type: 'text' as const, isRead: true, timestamp: '' };
  return { ...base, sender, content: { text }, metadata: {}, ...more };
}
const asked = message('customer', 'How long does a refund take?');
const answered = message('ai', 'Five to seven working days.', { metadata: { sources: [source] } });
const helped = message('ai', helpedQuestion('en'), { metadata: { asks: 'helped' } });
const person = message('agent', 'Hello, I am Grace.');

test.each(Object.entries(ratingWordsBy))('%s: three different answers that fit a button', (_, words) => {
  expect(ratingAnswers(words.question)).toBe(words.answers);
  expect(new Set(words.answers).size).toBe(3);
  expect(words.answers.every((title) => title.length > 0 && title.length <= 20)).toBe(true);
});

test('It is asked in the language of the customer', () => {
  const german = message('customer', 'Wie lange dauert eine Rückerstattung?');
  expect(ratingQuestion([german, person])).toBe(ratingWordsBy['de']!.question);
  expect(ratingQuestion([asked, answered])).toBe(ratingWordsBy['en']!.question);
  expect(ratingQuestion([asked, answered], 'fr')).toBe(ratingWordsBy['en']!.question);
});

test('Where nobody knows it, it is asked in the language of the organization', () => {
  const short = [message('customer', 'x'), message('agent', 'ok')];
  expect(ratingQuestion(short, 'fr')).toBe(ratingWordsBy['fr']!.question);
  expect(ratingLanguage(short, 'fr')).toBe('fr');
  expect(ratingQuestion(short)).toBe(ratingWordsBy['en']!.question);
  expect(ratingQuestion(short, 'sv')).toBe(ratingWordsBy['en']!.question);
});

test.each<[string, Message[]]>([
  ['nobody wrote', [asked]],
  ['the AI only greeted', [asked, message('ai', 'Hello! How can I help?')]],
  ['the team only took notes', [asked, message('agent', 'A spammer.', { type: 'note' })]],
  ['the answer did not arrive', [asked, message('agent', 'Hello.', { delivery: 'failed' })]],
  ['it was imported', [asked, message('agent', 'Hello.', { metadata: { past: true } })]],
  [
    'only the end of an earlier round is there',
    [asked, message('system', 'How was it?', { type: 'system' })],
  ],
  ['"Did that help?" was asked of it', [asked, answered, helped, message('ai', 'You are welcome!')]],
])('It is not asked where %s', (_, messages) => {
  expect(ratingQuestion(messages)).toBeUndefined();
});

test('It is asked once, and again only where the question did not arrive', () => {
  const end = (delivery: Message['delivery']) =>
    message('system', ratingWordsBy['en']!.question, {
      type: 'system',
      delivery,
      metadata: { asks: 'rating' },
    });
  expect(ratingQuestion([asked, person, end('queued'), person])).toBeUndefined();
  expect(ratingQuestion([asked, person, end('read'), person])).toBeUndefined();
  expect(ratingQuestion([asked, person, end('failed'), person])).toBeDefined();
});

test('What a person or a program wrote after "Did that help?" is asked about', () => {
  for (const since of [person, message('system', 'Your parcel is here.')])
    expect(ratingQuestion([asked, answered, helped, since])).toBeDefined();
});
