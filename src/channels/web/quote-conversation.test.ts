import type { Message } from '../../protocol/model/message';
import { quoteConversation } from './quote-conversation';

let seq = 0;
const message = (sender: Message['sender'], content: Message['content'], more: Partial<Message> = {}) =>
  ({ seq: (seq += 1), type: 'text', sender, content, metadata: {}, ...more }) as Message;

test('A conversation becomes the words of its customer and quotes of the others; notes and system lines stay out', () => {
  const said = quoteConversation([
    message('customer', { text: 'Where is my order?' }),
    message('ai', { text: 'It ships\nin two days.' }, { senderName: 'AI assistant' }),
    message('agent', { text: 'A secret' }, { type: 'note' }),
    message('system', { systemAction: 'claimed', data: { agentName: 'Mara' } }, { type: 'system' }),
    message('customer', { fileName: 'bill.pdf', text: 'See the bill' }, { type: 'file' }),
    message('agent', { text: 'Thanks' }),
  ]);
  expect(said).toBe(
    'Where is my order?\n\n> AI assistant: It ships\n> in two days.\n\n[bill.pdf]\nSee the bill\n\n> Thanks',
  );
});

test('Where the customer said nothing, nothing is said', () => {
  expect(quoteConversation([message('ai', { text: 'Did that help?' })])).toBe('');
  expect(quoteConversation([])).toBe('');
});

test('The newest words are kept within the longest text of a message', () => {
  const long = quoteConversation(
    Array.from({ length: 30 }, (_, index) => message('customer', { text: `${index} ${'x'.repeat(900)}` })),
  );
  expect(long.length).toBeLessThanOrEqual(10_000);
  expect(long.startsWith('…\n\n19 ')).toBe(true);
  expect(long).toContain('\n\n29 xxx');
  const one = quoteConversation([message('customer', { text: '😀'.repeat(5_000) })]);
  expect(one.length).toBeLessThanOrEqual(10_000);
  expect(one.startsWith('…\n\n😀')).toBe(true);
});
