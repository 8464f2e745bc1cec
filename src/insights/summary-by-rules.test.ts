import { conversationReading } from '../app/conversations/conversation-reading';
import type { Message } from '../protocol/model/message';
import { summaryByRules, topicsOf } from './summary-by-rules';

const source = { articleId: 'a', chunkId: 'a#0', title: 'Refunds', excerpt: 'Five days.', score: 0.6 };
const message = (changes: Partial<Message>): Message =>
  ({ type: 'text', sender: 'customer', content: {}, metadata: {}, ...changes }) as Message;
const says = (text: string, metadata = {}) => message({ content: { text }, metadata });
const reading = {
  ...conversationReading,
  promisesIn: ({ content: { text = '' } }: Message) => (text.includes('I will') ? [text] : []),
};

test('a conversation is told in parts', () => {
  const log = [
    says('Hi. When does my refund come?'),
    message({
      sender: 'ai',
      content: { text: 'Five days.' },
      metadata: { sources: [source], helpful: false },
    }),
    message({
      type: 'handover',
      sender: 'ai',
      content: {
        packet: {
          reason: 'Two answers did not help.',
          intent: 'When does my refund come?',
          sources: [],
        } as never,
      },
    }),
    message({ sender: 'agent', senderName: 'Mara', content: { text: 'I will refund you by Friday.' } }),
    message({ type: 'note', sender: 'agent', senderName: 'Bo', content: { text: 'I will not.' } }),
    says('That is far too late, I need the money now, please hurry up', { sentiment: 'negative' }),
    message({ type: 'system', sender: 'system', content: { systemAction: 'rated', data: { score: 1 } } }),
  ];
  expect(summaryByRules(log, reading)).toEqual({
    wanted: ['When does my refund come?'],
    done: ['The AI answered from Refunds.', 'Handed over: Two answers did not help.', 'Mara replied once.'],
    next: ['I will refund you by Friday.'],
    risks: [
      'The last word of the customer has no answer.',
      'The customer was upset at the end.',
      'Rated 1 of 5.',
      'An answer was marked as not helpful.',
    ],
  });
  expect(topicsOf(log)).toEqual(['Refunds']);
});

test('who only asked for a person wanted what they said afterwards', () => {
  const log = [
    says('can I speak with somebody?'),
    message({
      type: 'handover',
      sender: 'system',
      content: { packet: { reason: 'r', sources: [] } as never },
    }),
    says('My parcel has not arrived', { intentDetected: 'My parcel has not arrived' }),
    says('still nobody there??', { intentDetected: 'still nobody there??' }),
  ];
  expect(summaryByRules(log, reading).wanted).toEqual(['My parcel has not arrived']);
});

test('without a handover the questions are what was wanted, and thanks at the end are no risk', () => {
  const log = [
    says('Hello. Do you ship to Norway? And how much is it?'),
    message({ sender: 'ai', content: { text: 'Yes.' }, metadata: { sources: [source] } }),
    says('thanks!'),
  ];
  expect(summaryByRules(log, reading)).toEqual({
    wanted: ['Do you ship to Norway?', 'And how much is it?'],
    done: ['The AI answered from Refunds.'],
  });
  expect(summaryByRules([], reading)).toEqual({});
});

test.each([
  ['thanks!', false],
  ['thank you, bye', false],
  ['vielen Dank', false],
  ['still broken', true],
  ['where is it', true],
  ['Order 4711', true],
  ['that did not help', true],
])('"%s" as the last word waits for an answer: %s', (words, waits) => {
  const log = [
    says('Do you ship to Norway?'),
    message({ sender: 'agent', content: { text: 'Yes, we do.' } }),
    says(words),
  ];
  const { risks = [] } = summaryByRules(log, reading);
  expect(risks.includes('The last word of the customer has no answer.')).toBe(waits);
});
