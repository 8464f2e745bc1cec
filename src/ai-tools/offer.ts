// What a model may look up for whoever is in a conversation: their own objects, and the tools whose identity is proved of them.
import { z } from 'zod';
import type { CustomerObject } from '../protocol/objects';
import { ownObjects } from '../protocol/tools';
import {
  lookUpPushed,
  lookUpWithTool,
  type Known,
  type LookupPlace,
  type LookupDeps,
  type Offered,
} from './run-lookup';
import { mcpToolsFor, type McpOfferDeps } from './offer-mcp';

export interface OfferDeps extends LookupDeps, McpOfferDeps {
  /** Types of what was pushed. */
  pushedTypes(organizationId: string): Promise<string[]>;
  open(
    organizationId: string,
    asked: { customerIds: readonly string[]; type: string },
  ): Promise<CustomerObject[]>;
}

const number = z.string().trim().min(1).max(200);
const byNumber = z.strictObject({ objectId: number.describe('The number that the customer wrote.') });

/** @param mayTell false for types of which nothing is said */
export function createOffer(deps: OfferDeps) {
  return async (place: LookupPlace, mayTell: (type: string) => boolean): Promise<Offered[]> => {
    const { organizationId, customerIds } = place;
    const [types, tools, servers, known] = await Promise.all([
      deps.pushedTypes(organizationId),
      deps.toolsOf(organizationId),
      deps.serversOf(organizationId),
      deps.identitiesOf(organizationId, customerIds),
    ]);
    const tellable = types.filter(mayTell);
    return [
      ...(tellable.length > 0 ? [ownObjectsOf(deps, place, tellable)] : []),
      ...tools
        .filter((tool) => known[tool.identity] !== undefined && mayTell(tool.objectType))
        .map((tool) => httpTool(deps, tool, { place, known })),
      ...mcpToolsFor(deps, servers, { place, known }),
    ];
  };
}

function ownObjectsOf(deps: OfferDeps, place: LookupPlace, types: readonly string[]): Offered {
  const { organizationId, customerIds } = place;
  const asked = z.strictObject({
    type: z.enum(types),
    objectId: number
      .optional()
      .describe('Its number, where the customer wrote one; else what is open is listed.'),
  });
  return {
    name: ownObjects,
    description: `What the customer has: ${types.join(', ')}.`,
    parameters: schemaOf(asked),
    async look(given) {
      const { data } = asked.safeParse(given);
      if (!data) return undefined;
      const { type, objectId } = data;
      const wanted = { type, ...(objectId !== undefined && { objectId }) };
      const found = await lookUpPushed(deps, { place, given: wanted }, () =>
        objectId === undefined
          ? deps.open(organizationId, { customerIds, type })
          : deps.pushed(organizationId, { customerIds, type, objectId }),
      );
      return found.length === 0
        ? [{ outcome: 'none' }]
        : found.slice(0, mostListed).map((object) => ({ outcome: 'found', object }));
    },
  };
}

/** Open ones that a model gets to read. */
const mostListed = 5;

type Tool = Awaited<ReturnType<LookupDeps['toolsOf']>>[number];

function httpTool(
  deps: OfferDeps,
  tool: Tool,
  { place, known }: { place: LookupPlace; known: Known },
): Offered {
  const { name, description, objectType } = tool;
  return {
    name,
    description: description || `How the customer's ${objectType} with this number stands.`,
    parameters: schemaOf(byNumber),
    async look(given) {
      const { data } = byNumber.safeParse(given);
      const looked = data && (await lookUpWithTool(deps, tool, { place, known, objectId: data.objectId }));
      return looked && [looked];
    },
  };
}

export function schemaOf(type: z.ZodType): Record<string, unknown> {
  const { $schema: _, ...schema } = z.toJSONSchema(type);
  return schema;
}
