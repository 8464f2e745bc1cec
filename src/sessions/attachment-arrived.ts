// What came of a file that a message waits for: in its log, and wherever the message was asked again since.
import type { EventBus } from '../events';
import type { Sessions } from './commands';
import type { SessionWriter } from './session-writer';
import type { MessageLog } from './store';

export interface AttachmentArrivedDeps {
  log: Pick<MessageLog, 'fill' | 'findByClientMessageId'>;
  writer: Pick<SessionWriter, 'known'>;
  events: EventBus;
}

/** What a customer's message is called in the newer session where it is asked again. */
export const movedAs = (sessionId: string, seq: number) => `moved:${sessionId}:${seq}`;

export async function fileCame(
  deps: AttachmentArrivedDeps,
  { organizationId, sessionId, seq, content }: Parameters<Sessions['fileCame']>[0],
): Promise<boolean> {
  const { log, writer, events } = deps;
  const message = await log.fill({ organizationId, sessionId }, seq, content);
  const session = await writer.known(organizationId, sessionId);
  if (message) {
    const changes = [{ id: message.id, seq, content: message.content }];
    events.emit('messageChanged', { session, changes });
  }
  // Also where this one is filled already: whoever did it may have stopped before the other.
  const name = movedAs(sessionId, seq);
  const asked = await log.findByClientMessageId(organizationId, session.customerId, name);
  const isWantedThere =
    asked !== undefined &&
    (await fileCame(deps, { organizationId, sessionId: asked.sessionId, seq: asked.seq, content }));
  return message !== undefined || isWantedThere;
}
