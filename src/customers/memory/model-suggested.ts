// What a model says is worth remembering of a conversation. It points at words: kept are those that somebody wrote, and who wrote
// them decides what they may be. Pure.
import type { Message } from '../../protocol/model/message';
import { claimsRights } from './unproved-claims';
import { entry, isOwnStatement, memoriesIn, sentencesOf, type Remembered } from './memories-in-message';
import { isSecret } from './secret-words';

export interface ModelSuggestion {
  kind: string;
  /** Words that somebody wrote, it says. */
  quote: string;
}

export interface FromMessage extends Remembered {
  message: Message;
}

/** Whose words each kind is made of. */
const kinds = { name: 'customer', product: 'customer', preference: 'customer', promise: 'agent' } as const;
type Kind = keyof typeof kinds;

const most = 5;
const longest: Record<Kind, number> = { name: 60, product: 60, preference: 200, promise: 200 };
const shortest = 2;

/**
 * What the rules found in a message themselves is theirs: where it is not known any more, somebody had it forgotten.
 * @param after messages up to this one were read before, too
 */
export function suggestedMemories(
  messages: readonly Message[],
  pointed: readonly ModelSuggestion[],
  after = 0,
): FromMessage[] {
  const said = messages.filter(isOwnStatement);
  // A question for a password and its answer are two messages.
  const open = said.filter((one, at) => one.seq > after && ![said[at - 1], one].some(holdsSecret));
  const found = pointed.slice(0, most).flatMap((one) => foundIn(open, one) ?? []);
  return found.filter(({ key }, at) => found.findIndex((one) => one.key === key) === at);
}

const holdsSecret = (message: Message | undefined) =>
  message !== undefined && (isSecret(message.content.text ?? '') || sentencesOf(message).some(isSecret));

function foundIn(messages: readonly Message[], { kind, quote }: ModelSuggestion): FromMessage | undefined {
  if (!isKind(kind)) return undefined;
  const wanted = squeezed(quote);
  if (wanted.length < shortest || wanted.length > longest[kind] || claimsRights(quote)) return undefined;
  for (const message of messages.toReversed()) {
    const sentence =
      message.sender === kinds[kind] && sentencesOf(message).find((one) => squeezed(one).includes(wanted));
    // What a sentence claims or commands is not made a fact by quoting the rest of it.
    if (!sentence || claimsRights(sentence)) continue;
    const at = squeezed(sentence).indexOf(wanted);
    const remembered = entry(kind, sentence.slice(at, at + wanted.length));
    if (memoriesIn(message).some(({ key }) => key === remembered.key)) return undefined;
    return { ...remembered, message };
  }
  return undefined;
}

const isKind = (kind: string): kind is Kind => Object.hasOwn(kinds, kind);

/** As long as what it is made of, so that places are the same: sentences have single spaces already. */
function squeezed(text: string): string {
  const plain = text.replace(/\s+/g, ' ').trim();
  const lower = plain.toLowerCase();
  return lower.length === plain.length ? lower : plain;
}
