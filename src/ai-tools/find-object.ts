// Something of a customer's own by its number: what the organization pushed first, then what its tools know.
import type { CustomerObject } from '../protocol/objects';
import { lookUpPushed, lookUpWithTool, type Lookup, type LookupDeps } from './run-lookup';

export class LookupFailed extends Error {}

/** @throws LookupFailed when a tool that should know did not answer as it must */
export function createFind(deps: LookupDeps) {
  return async ({ type, objectId, ...place }: Lookup): Promise<CustomerObject[]> => {
    const { organizationId, customerIds } = place;
    const found = await lookUpPushed(deps, { place, given: { type, objectId } }, () =>
      deps.pushed(organizationId, { customerIds, type, objectId }),
    );
    if (found.length > 0) return found;
    const tools = (await deps.toolsOf(organizationId)).filter((tool) => tool.objectType === type);
    if (tools.length === 0) return [];
    const known = await deps.identitiesOf(organizationId, customerIds);
    const looked = await Promise.all(
      tools.map((tool) => lookUpWithTool(deps, tool, { place, objectId, known })),
    );
    const taken = looked.find((one) => one?.outcome === 'found');
    if (taken && 'object' in taken) return [taken.object];
    const failure = looked.find((one) => one?.outcome === 'failed');
    if (failure?.outcome === 'failed') throw new LookupFailed(failure.why);
    return [];
  };
}
