import { expect, jest, test } from '@jest/globals';
import { Stale } from '../../errors';
import { createLog } from '../../log';
import type { Message } from '../../protocol/model/message';
import { fold } from '../../sessions/fold';
import { emptySession } from '../../sessions/session';
import { createMailUnread } from './mail-unread';

const start = emptySession({
  id: 's1',
  organizationId: 'o1',
  customerId: 'c1',
  channelId: 'web1',
  channelType: 'web',
  startedAt: '2026-11-27T10:00:00.000Z',
});

const said = (seq: number, text: string, given: Partial<Message> = {}): Message => ({
  id: `m${seq}`,
  sessionId: 's1',
  seq,
  type: 'text',
  sender: 'agent',
  content: { text },
  metadata: {},
  isRead: false,
  timestamp: '2026-11-27T10:00:01.000Z',
  ...given,
});

function world(messages: Message[]) {
  const may = { mail: true };
  const read = jest.fn(async () => messages);
  const mailed: Array<{ text: string; upTo: number; expectSeq?: number }> = [];
  const mail = jest.fn(async (input: (typeof mailed)[number]) => {
    mailed.push(input);
    return start;
  });
  const look = createMailUnread({
    left: {
      toMail: async () => [
        { session: fold(start, messages), address: 'ada@example.com', channelId: 'mail1' },
      ],
    },
    channelTypes: ['web'],
    messages: { read },
    sessions: { mail },
    connected: async () => new Set(),
    mayMail: async () => may.mail,
    log: createLog('silent'),
  });
  return { may, mailed, mail, read, look };
}

test('who had enough mail for today gets the rest once they may again', async () => {
  const { may, mailed, look } = world([said(1, 'It arrives on Friday.')]);
  may.mail = false;
  await look();
  expect(mailed).toEqual([]);
  may.mail = true;
  await look();
  expect(mailed).toMatchObject([{ text: 'It arrives on Friday.', upTo: 1, expectSeq: 1 }]);
});

test('a conversation that went on meanwhile is looked at again', async () => {
  const { mailed, mail, look } = world([said(1, 'It arrives on Friday.')]);
  mail.mockRejectedValueOnce(new Stale(2));
  await look();
  expect(mailed).toEqual([]);
  await look();
  expect(mailed).toHaveLength(1);
});

test('where there is nothing to send the log is not read again until something new is written', async () => {
  const messages = [said(1, 'Anything else?', { metadata: { asks: 'helped' } })];
  const { mailed, read, look } = world(messages);
  await look();
  await look();
  expect(read).toHaveBeenCalledTimes(1);
  messages.push(said(2, 'It arrives on Friday.'));
  await look();
  expect(mailed).toMatchObject([{ text: 'It arrives on Friday.' }]);
});
