// Customers whose words are taken no more.
import type { Blocks } from '../customers/blocks';
import type { Customer } from '../customers/store';
import { newBlock } from '../protocol/customers';
import { idParam } from '../protocol/lists';
import { Answer, endpoint } from './http/route';

export interface BlockDeps {
  blocks: Pick<Blocks, 'block' | 'lift' | 'kept' | 'among'>;
}

export function blockEndpoints({ blocks }: BlockDeps) {
  return {
    block: endpoint({
      summary:
        'Block a customer, and everybody who is the same person: what they write is refused on the web, and kept out of every conversation elsewhere. Their open conversations are closed.',
      params: idParam,
      body: newBlock,
      async handle({ principal, params, body }) {
        const { organizationId, kind, id, name, agentId } = principal;
        const given = { ...body, by: { kind, id, name }, agentId };
        const customerIds = await blocks.block(organizationId, params.id, given);
        // Why is theirs to see whom it concerns now, and goes when they are erased.
        const { forDays } = body;
        return new Answer(undefined, {}).audited({ ...(forDays !== undefined && { forDays }), customerIds });
      },
    }),

    unblock: endpoint({
      summary: 'Lift the block. What came meanwhile stays out.',
      params: idParam,
      async handle({ principal, params }) {
        const customerIds = await blocks.lift(principal.organizationId, params.id);
        return new Answer(undefined, {}).audited({ customerIds });
      },
    }),
  };
}

/** The block with what it has kept out. */
export async function blockOf(
  { blocks }: BlockDeps,
  { organizationId, id, blocked }: Pick<Customer, 'organizationId' | 'id' | 'blocked'>,
) {
  return blocked && { blocked: { ...blocked, keptOut: await blocks.kept(organizationId, id, blocked) } };
}
