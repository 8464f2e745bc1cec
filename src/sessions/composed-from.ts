import type { MessageMetadata } from '../protocol/model/message';

type From = Pick<Partial<MessageMetadata>, 'articleIds' | 'suggestionId' | 'original'>;

/** What the team's program says a reply was written from, for its metadata. */
export function composedFrom({ articleIds, suggestionId, original }: From): { metadata?: From } {
  const from = {
    ...(articleIds && { articleIds }),
    ...(suggestionId !== undefined && { suggestionId }),
    ...(original && { original }),
  };
  return Object.keys(from).length > 0 ? { metadata: from } : {};
}
