// What the API asks of merging: a reply that waits for its time is not forgotten, and the customer reads what happened.
import { DomainError } from '../../errors';
import type { MergeDeps } from '../../api/merges';
import { mergedWords } from '../../responder/understanding/merged-words';
import type { Parts } from '../parts';

const transcriptLength = 100;

export function buildMerge({ sessions, scheduled, channelList }: Parts): MergeDeps['merge'] {
  return async (input) => {
    const { organizationId, sessionId } = input;
    const unless = async (): Promise<void> => {
      if ((await scheduled.list(organizationId, sessionId)).length > 0)
        throw new DomainError('conflict', 'A reply is scheduled here. Send it or take it back first.');
    };
    const { channelType } = await sessions.get(organizationId, sessionId);
    if (!channelList.get(channelType)?.hasVisitors) return sessions.merge({ ...input, unless });
    const messages = await sessions.messages(organizationId, sessionId, { limit: transcriptLength });
    return sessions.merge({ ...input, unless, text: mergedWords(messages) });
  };
}
