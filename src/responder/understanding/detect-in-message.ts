// What one message tells at first sight, by rules alone: for whoever reads on after a handover, whose packet does not know it.
import type { MessageContent, MessageMetadata } from '../../protocol/model/message';
import { ownWords } from '../transcript';
import { extractDetails } from './extracted-details';
import { sentimentOf } from './sentiment';

export type Detected = Pick<MessageMetadata, 'sentiment' | 'entities'>;

export function detectIn(content: MessageContent): Detected {
  const entities = entitiesIn(content);
  const sentiment = sentimentOf([ownWords(content)]);
  return {
    ...(sentiment !== 'neutral' && { sentiment }),
    ...(entities.length > 0 && { entities }),
  };
}

/** Numbers and addresses. */
export function entitiesIn(content: MessageContent): NonNullable<Detected['entities']> {
  return Object.entries(extractDetails([ownWords(content)])).map(([name, value]) => ({ name, value }));
}
