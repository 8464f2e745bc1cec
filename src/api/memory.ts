// What is remembered of a customer: seen, corrected and forgotten by the team.
import type { Customers } from '../customers/customers';
import { strengthOf, type CustomerMemory } from '../customers/memory/customer-memory';
import type { MemoryEntry } from '../customers/memory/memory-store';
import { idParam } from '../protocol/lists';
import {
  memoryChoice,
  memoryCorrection,
  memoryEntry,
  memoryList,
  memoryPlace,
  type Memory,
} from '../protocol/memory';
import { endpoint } from './http/route';

export interface MemoryDeps {
  customers: Pick<Customers, 'get'>;
  customerMemory: Pick<CustomerMemory, 'list' | 'remembers' | 'choose' | 'correct' | 'forget'>;
}

export function memoryEndpoints(deps: MemoryDeps) {
  return { ...choosing(deps), ...correcting(deps) };
}

/** @throws `not_found` */
async function refOf({ customers }: MemoryDeps, organizationId: string, customerId: string) {
  await customers.get(organizationId, customerId);
  return { organizationId, customerId };
}

/** Whether anything is remembered, and what. */
function choosing(deps: MemoryDeps) {
  const { customerMemory } = deps;
  return {
    list: endpoint({
      summary:
        'What is remembered of a customer by rules: name, language, order numbers, products, preferences, what an agent promised. Never numbers of cards, passwords or keys; nothing of whom nothing is to be remembered.',
      params: idParam,
      response: memoryList,
      async handle({ principal, params }) {
        const ref = await refOf(deps, principal.organizationId, params.id);
        const [entries, remembers] = await Promise.all([
          customerMemory.list(ref),
          customerMemory.remembers(ref),
        ]);
        return { items: entries.map(present), remembers };
      },
    }),

    choose: endpoint({
      summary:
        'No AI on the data of a customer: no model reads what they write (answers are the words of articles, or a person), nothing is remembered, what was is forgotten, and nothing is learned from their conversations; or the contrary.',
      params: idParam,
      body: memoryChoice,
      handle: async ({ principal, params, body }) =>
        customerMemory.choose(await refOf(deps, principal.organizationId, params.id), body.remembers),
    }),
  };
}

function correcting(deps: MemoryDeps) {
  const { customerMemory } = deps;
  return {
    correct: endpoint({
      summary: 'Correct what is remembered.',
      params: memoryPlace,
      body: memoryCorrection,
      response: memoryEntry,
      handle: async ({ principal, params: { id, key }, body: { text } }) =>
        present(await customerMemory.correct(await refOf(deps, principal.organizationId, id), key, text)),
    }),

    forget: endpoint({
      summary: 'Forget one thing.',
      params: memoryPlace,
      handle: async ({ principal, params: { id, key } }) =>
        customerMemory.forget(await refOf(deps, principal.organizationId, id), key),
    }),

    forgetAll: endpoint({
      summary: 'Forget all that is remembered of a customer.',
      params: idParam,
      handle: async ({ principal, params: { id } }) =>
        customerMemory.forget(await refOf(deps, principal.organizationId, id)),
    }),
  };
}

function present(entry: MemoryEntry): Memory {
  const { key, type, value, importance, createdAt, lastAccessed, expiresAt } = entry;
  const { kind, text, saidBy, corrected, sessionId, messageId, seq } = value as Partial<Memory>;
  return {
    ...{ key, type, kind: kind ?? key, text: text ?? JSON.stringify(value) },
    ...(saidBy !== undefined && { saidBy }),
    ...(corrected === true && { corrected }),
    importance,
    strength: strengthOf(entry, new Date()),
    ...(sessionId !== undefined && { sessionId }),
    ...(messageId !== undefined && { messageId }),
    ...(seq !== undefined && { seq }),
    createdAt,
    lastAccessed,
    ...(expiresAt !== undefined && { expiresAt }),
  };
}
