// What is remembered from other conversations: as facts of a packet, and as far as it serves an answer.
import { between } from '../../protocol/fact-values';
import type { FactKind } from '../../protocol/model/fact-kinds';
import type { CustomerMemory } from './customer-memory';
import type { MemoryEntry } from './memory-store';

/** How each kind is called among the facts of another conversation. */
const names: Record<string, FactKind> = {
  name: 'name',
  'order number': 'earlier order number',
  product: 'product',
  preference: 'preference',
  promise: 'promised',
};

interface Place {
  id: string;
  organizationId: string;
  customerId: string;
}

/** By name; several of one kind beside each other. */
export async function rememberedFacts(
  memory: Pick<CustomerMemory, 'recall'>,
  { id, organizationId, customerId }: Place,
): Promise<Record<string, string>> {
  const facts: Record<string, string> = {};
  for (const { value } of await memory.recall({ organizationId, customerId })) {
    const { kind, text, sessionId } = value as { kind?: string; text?: string; sessionId?: string };
    const name = names[kind ?? ''];
    if (name === undefined || text === undefined || sessionId === id) continue;
    facts[name] = facts[name] === undefined ? text : `${facts[name]}${between(name)}${text}`;
  }
  return facts;
}

export interface KnownFact {
  kind: 'product' | 'preference' | 'order number';
  text: string;
}

/** What of it may change an answer. */
export interface KnownOfCustomer {
  /** ISO 639-1. */
  language?: string;
  /** Of other conversations, what matters most first. */
  facts: readonly KnownFact[];
}

export const nothingKnown: KnownOfCustomer = { facts: [] };

const kindsOfFacts: readonly string[] = [
  'product',
  'preference',
  'order number',
] satisfies KnownFact['kind'][];
/** Nobody is understood better by more. */
const mostFacts = 6;

/** @param entries what was recalled, what matters most first */
export function knownOf(
  sessionId: string,
  entries: ReadonlyArray<Pick<MemoryEntry, 'value'>>,
): KnownOfCustomer {
  const known = entries.map(({ value }) => value as { kind?: string; text?: string; sessionId?: string });
  const language = known.find(({ kind, text = '' }) => kind === 'language' && /^[a-z]{2}$/.test(text))?.text;
  const facts = known.flatMap(({ kind, text, sessionId: from }): KnownFact[] =>
    // What this conversation says stands in it.
    kind !== undefined && kindsOfFacts.includes(kind) && text !== undefined && from !== sessionId
      ? [{ kind: kind as KnownFact['kind'], text }]
      : [],
  );
  return { ...(language !== undefined && { language }), facts: facts.slice(0, mostFacts) };
}

/** How they are called by what they said themselves; undefined where that is not known, or nothing is to be. */
export async function knownName(
  memory: Pick<CustomerMemory, 'recall'>,
  customer: { organizationId: string; customerId: string },
): Promise<string | undefined> {
  const entries = await memory.recall(customer);
  const name = entries.find(({ key }) => key === 'name')?.value['text'];
  return typeof name === 'string' ? name : undefined;
}
