import type { Message } from '../protocol/model/message';
import { decideAtOnce } from './decide';
import { toTurns } from './transcript';

const message = (content: Message['content']) =>
  ({ type: 'text', sender: 'customer', content, metadata: {} }) as Message;

it('reads nothing into a text that stands in for what the channel could not bring: a person asks for it', () => {
  const text = 'A message that WhatsApp does not pass on';
  const turns = toTurns([message({ text, data: { standIn: true } })]);
  expect(turns).toEqual([{ sender: 'customer', text: '', file: true }]);
  expect(decideAtOnce(turns, 0, { enabled: true, turnCap: 12 })).toMatchObject({ kind: 'handover' });
  expect(toTurns([message({ text })])).toEqual([{ sender: 'customer', text }]);
});

it('takes for the words of a customer who brought a conversation along what they wrote there, not what was answered', () => {
  const text = 'Where is it?\n\n> AI assistant: Which order?\n\n4711';
  expect(toTurns([message({ text, data: { broughtFrom: 's', upTo: 3 } })])).toEqual([
    { sender: 'customer', text: 'Where is it?\n\n\n4711' },
  ]);
  expect(toTurns([message({ text: '> 5 kg?' })])).toEqual([{ sender: 'customer', text: '> 5 kg?' }]);
});

it('an automatic reply is no part of what is asked', () => {
  const away = message({ text: 'I am away until Monday.', mail: { automatic: 'reply' } as never });
  expect(toTurns([away, message({ text: 'How long is a gift card valid?' })])).toHaveLength(1);
});
