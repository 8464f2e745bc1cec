import type { Message } from '../../protocol/model/message';
import type { Session } from '../../protocol/model/session';
import { pastLines } from './past-lines';

const session = (id: string): Session =>
  ({ id, customerId: `of ${id}`, customerName: `Customer of ${id}` }) as Session;
const message = (seq: number): Message =>
  ({
    seq,
    sender: 'customer',
    type: 'text',
    content: { text: `word ${seq}` },
    metadata: {},
    timestamp: `2026-03-03T10:00:0${seq}Z`,
  }) as Message;

describe('the lines of earlier conversations', () => {
  it('are in order, the oldest conversation first, each with its rule below it, and no two have one key', () => {
    const [march, may] = [session('march'), session('may')];
    const read = pastLines([
      { session: may, messages: [message(3), message(4)] },
      { session: may, messages: [message(1), message(2)] },
      { session: march, messages: [message(1)] },
    ]);
    expect(read.map(({ key }) => key)).toEqual([
      'march 1',
      'march',
      'may 1',
      'may 2',
      'may 3',
      'may 4',
      'may',
    ]);
    expect(read.map(({ kind }) => kind)).toEqual([
      'past',
      'earlier',
      'past',
      'past',
      'past',
      'past',
      'earlier',
    ]);
    expect(read[2]).toMatchObject({
      sessionId: 'may',
      customer: { id: 'of may', name: 'Customer of may' },
      line: { day: true, head: true },
    });
    expect(read[4]).toMatchObject({ line: { day: false, head: false } });
  });

  it('are none where nothing was read', () => expect(pastLines([])).toEqual([]));
});
