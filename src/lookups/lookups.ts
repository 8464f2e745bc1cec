// Something of a customer's own by its number: what the organization pushed first, then what its tools know.
import type { CustomerObject } from '../protocol/objects';
import type { ToolField } from '../protocol/tools';
import type { SafeFetch } from '../tools/safe-fetch';
import { callTool, type CallOutcome, type Taken } from './call-tool';
import type { NewToolCall, ToolRow } from './store';

export interface LookupDeps {
  fetch: SafeFetch;
  /** Those that are switched on. */
  toolsOf(organizationId: string): Promise<readonly ToolRow[]>;
  pushed(
    organizationId: string,
    asked: { customerIds: readonly string[]; type: string; objectId: string },
  ): Promise<CustomerObject[]>;
  /** What is proved of these customers, by the name of the tool's field. */
  identitiesOf(
    organizationId: string,
    customerIds: readonly string[],
  ): Promise<Partial<Record<ToolField, string>>>;
  /** Never rejects. */
  record(call: NewToolCall): void;
}

export interface Lookup {
  organizationId: string;
  sessionId: string;
  customerIds: readonly string[];
  type: string;
  objectId: string;
}

export class LookupFailed extends Error {}

/** @throws LookupFailed when a tool that should know did not answer as it must */
export function createFind(deps: LookupDeps) {
  return async (asked: Lookup): Promise<CustomerObject[]> => {
    const { organizationId, sessionId, customerIds, type, objectId } = asked;
    const askedAt = performance.now();
    const found = await deps.pushed(organizationId, { customerIds, type, objectId });
    deps.record({
      organizationId,
      sessionId,
      tool: 'objects',
      arguments: { type, objectId },
      outcome: found.length > 0 ? 'found' : 'none',
      latencyMs: Math.round(performance.now() - askedAt),
    });
    if (found.length > 0) return found;
    const tools = (await deps.toolsOf(organizationId)).filter((tool) => tool.objectType === type);
    if (tools.length === 0) return [];
    const known = await deps.identitiesOf(organizationId, customerIds);
    const outcomes = await Promise.all(tools.map((tool) => callOne(deps, tool, { asked, known })));
    const taken = outcomes.find((one) => one?.outcome === 'found');
    if (taken?.outcome === 'found') return [toObject(taken.taken, asked)];
    const failure = outcomes.find((one) => one?.outcome === 'failed');
    if (failure?.outcome === 'failed') throw new LookupFailed(failure.why);
    return [];
  };
}

/** Undefined for one that needs an identity which nobody proved. */
async function callOne(
  { fetch, record }: LookupDeps,
  tool: ToolRow,
  { asked, known }: { asked: Lookup; known: Partial<Record<ToolField, string>> },
): Promise<CallOutcome | undefined> {
  if (known[tool.identity] === undefined) return undefined;
  const { organizationId, sessionId, objectId } = asked;
  const values = { ...known, objectId };
  const { ownerPath, ...rest } = tool;
  const callable = { ...rest, ...(ownerPath !== null && { ownerPath }) };
  const outcome = await callTool(fetch, callable, values);
  const { status, latencyMs } = outcome;
  record({
    organizationId,
    sessionId,
    tool: tool.name,
    arguments: { objectId, [tool.identity]: known[tool.identity]! },
    outcome: outcome.outcome,
    latencyMs,
    ...(status !== undefined && { status }),
    ...(outcome.outcome === 'failed' && { why: outcome.why }),
  });
  return outcome;
}

function toObject(taken: Taken, { customerIds, type, objectId }: Lookup): CustomerObject {
  const { status, title, url, isOpen, ...fields } = taken;
  const now = new Date().toISOString();
  return {
    customerId: customerIds[0]!,
    type,
    objectId,
    ...(status !== undefined && { status: String(status) }),
    ...(title !== undefined && { title: String(title) }),
    ...(typeof url === 'string' && /^https?:\/\/\S+$/.test(url) && { url }),
    isOpen: isOpen !== false,
    fields,
    createdAt: now,
    updatedAt: now,
  };
}
