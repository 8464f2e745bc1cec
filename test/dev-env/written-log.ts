// A log as it is written down, for tests of what is read in it.
import { randomUUID } from 'node:crypto';
import type { Message } from '../../src/protocol/model/message';

export function messages(...written: Array<Partial<Message>>): Message[] {
  return written.map((each, i) => ({
    id: randomUUID(),
    sessionId: 's',
    seq: i + 1,
    type: 'text',
    sender: 'customer',
    content: {},
    metadata: {},
    isRead: false,
    timestamp: new Date(Date.parse('2026-01-01T00:00:00Z') + i * 10_000).toISOString(),
    ...each,
  }));
}
export const system = (systemAction: string, data = {}): Partial<Message> => ({
  type: 'system',
  sender: 'system',
  content: { systemAction, data },
});
export const asked = { content: { text: ` ${'Where is it? '.repeat(40)}` } };
