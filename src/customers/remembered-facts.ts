// What is remembered from other conversations of the same customer record, as facts of a packet.
import { between } from '../protocol/fact-values';
import type { CustomerMemory } from './keep-memory';

/** How each kind is called among the facts of another conversation. */
const names: Record<string, string> = {
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
