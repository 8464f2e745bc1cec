// What of a conversation stands in it: what was said, and what happened that its customer needs to know of. Pure.
import type { Message } from '../../protocol/model/message';

export const isSpoken = ({ type }: Message): boolean => type !== 'system' && type !== 'handover';

const isMove = ({ type, content: { systemAction = '' } }: Message): boolean =>
  type === 'handover' || /^(claimed|queued|transferred|agent_left)$/.test(systemAction);

/** No words, and none of the names that system-line.tsx knows. */
const isSilent = (message: Message): boolean =>
  message.type === 'system' &&
  !message.content.text &&
  !isMove(message) &&
  !/^(closed|reopened)$/.test(message.content.systemAction ?? '');

/** Of several who got it, one after the other, before anybody wrote, the last; and nothing of a merge that was undone. */
export function shownOf(messages: readonly Message[]): Message[] {
  const separatedAt = messages.findLast(({ content }) => content.systemAction === 'separated')?.seq ?? 0;
  return messages
    .filter(
      (message) =>
        !isSilent(message) && (message.content.systemAction !== 'merged' || message.seq > separatedAt),
    )
    .filter((message, index, all) => !isMove(message) || !all[index + 1] || !isMove(all[index + 1]!));
}
