// Which message of the customer's a reaction of ours is at, as its provider knows it.
import { DomainError } from '../../errors';
import type { Message } from '../../protocol/model/message';
import type { MessageLog } from '../../sessions/store';
import type { Outgoing } from '../channel';
import { gone } from './still-wanted';

/** Undefined for a message that is no reaction. @throws `not_found` where there is nothing to react to any more */
export async function reactionOf(
  { read }: Pick<MessageLog, 'read'>,
  organizationId: string,
  { sessionId, content: { systemAction, data } }: Message,
): Promise<Outgoing<unknown>['reaction']> {
  if (systemAction !== 'reacted') return undefined;
  const seq = Number(data?.['seq']);
  const [target] = await read({ organizationId, sessionId }, { after: seq - 1, limit: 1 });
  const to = target?.seq === seq ? target.metadata.channelMessageId : undefined;
  if (to === undefined) throw new DomainError('not_found', gone);
  const emoji = data?.['emoji'];
  return { to, ...(typeof emoji === 'string' && { emoji }) };
}
