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
