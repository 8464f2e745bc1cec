import type { Message } from '../../src/protocol/model/message';
import { eventually } from '../../src/tools/eventually';
import type { TestServer } from './test-server';

/** Once the session is with people, and its customer was told so, where they can be told. */
export async function handedOver(
  server: Pick<TestServer, 'request'>,
  { id }: { id: string },
): Promise<Message> {
  return eventually(async () => {
    const { body } = await server.request('GET', `sessions/${id}/messages?limit=200`);
    const handover = (body as { items: Message[] }).items.findLast(({ type }) => type === 'handover');
    return !['queued', 'sending'].includes(handover?.delivery ?? '') && handover;
  });
}
