// What one message tells at first sight, by rules alone: for whoever reads on after a handover, whose packet does not know it.
import type { MessageContent } from '../../protocol/model/message';
import type { Detected } from '../../sessions/commands';
import { terms } from '../../knowledge/tokenize';
import { intentLine, sentencesOf } from '../intent';
import { maskSecrets } from '../providers/mask-secrets';
import { ownWords } from '../transcript';
import { onlyAsksForPerson } from './asks-for-person/asks-for-person';
import { extractDetails } from './extracted-details';
import { sentimentOf } from './sentiment';
import { smallTalk } from './small-talk';

/** UTF-16 units of a message that are read for what is wanted. */
const longest = 4_000;
/** Fewer words with a subject, facts aside, say nothing of a matter: "are you there?", "order 4711". */
const fewest = 2;

export function detectIn(content: MessageContent): Detected {
  const entities = entitiesIn(content);
  const text = ownWords(content);
  const sentiment = sentimentOf([text]);
  const intentDetected = intentIn(text.slice(0, longest));
  return {
    ...(sentiment !== 'neutral' && { sentiment }),
    ...(entities.length > 0 && { entities }),
    ...(intentDetected !== undefined && { intentDetected }),
  };
}

/** A message of more is a letter: its last sentences say what is wanted now. */
const mostSentences = 12;

/** In one line; undefined for small talk, a mere call for a person, and a fact alone. */
function intentIn(text: string): string | undefined {
  if (onlyAsksForPerson(text) || smallTalk([{ sender: 'customer', text }])) return undefined;
  const line = intentLine(sentencesOf(maskSecrets(text)).slice(-mostSentences).join('\n'));
  const bare = line.split(' ').filter((word) => !/[\d@]/.test(word));
  return terms(bare.join(' ')).size < fewest ? undefined : line;
}

/** Numbers and addresses. */
export function entitiesIn(content: MessageContent): NonNullable<Detected['entities']> {
  return Object.entries(extractDetails([ownWords(content)])).map(([name, value]) => ({ name, value }));
}
