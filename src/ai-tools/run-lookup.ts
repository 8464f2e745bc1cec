// One call of a tool for whoever is in a conversation: made, and recorded with what came of it.
import type { CustomerObject } from '../protocol/objects';
import type { ToolField } from '../protocol/tools';
import type { SafeFetch } from '../tools/safe-fetch';
import { callTool, type Taken } from './call-tool';
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

/** What came of a look. */
export type Looked =
  | { outcome: 'found'; object: CustomerObject }
  /** Words of another server. */
  | { outcome: 'found'; text: string }
  | { outcome: 'none' }
  /** One sentence; it holds no secret. */
  | { outcome: 'failed'; why: string };

export type LookupPlace = Omit<Lookup, 'type' | 'objectId'>;

/** By the names that tools give to what is proved of somebody. */
export type Known = Awaited<ReturnType<LookupDeps['identitiesOf']>>;

/** One function that a model may call. */
export interface Offered {
  name: string;
  description: string;
  /** JSON schema of an object. */
  parameters: Record<string, unknown>;
  /** Undefined for arguments that are none. */
  look(given: unknown): Promise<Looked[] | undefined>;
}

/** Undefined for one that needs an identity which nobody proved. */
export async function lookUpWithTool(
  { fetch, record }: Pick<LookupDeps, 'fetch' | 'record'>,
  tool: ToolRow,
  { place, objectId, known }: { place: LookupPlace; objectId: string; known: Known },
): Promise<Looked | undefined> {
  const identity = known[tool.identity];
  if (identity === undefined) return undefined;
  const { ownerPath, ...rest } = tool;
  const callable = { ...rest, ...(ownerPath !== null && { ownerPath }) };
  const outcome = await callTool(fetch, callable, { ...known, objectId });
  const { status, latencyMs } = outcome;
  record({
    organizationId: place.organizationId,
    sessionId: place.sessionId,
    tool: tool.name,
    arguments: { objectId, [tool.identity]: identity },
    outcome: outcome.outcome,
    latencyMs,
    ...(status !== undefined && { status }),
    ...(outcome.outcome === 'failed' && { why: outcome.why }),
  });
  if (outcome.outcome !== 'found') return outcome;
  const asked = { ...place, type: tool.objectType, objectId };
  return { outcome: 'found', object: toObject(outcome.taken, asked) };
}

/** What the organization pushed: of one number, or what is open. */
export async function lookUpPushed(
  deps: Pick<LookupDeps, 'record'>,
  { place, given }: { place: LookupPlace; given: { type: string; objectId?: string } },
  find: () => Promise<CustomerObject[]>,
): Promise<CustomerObject[]> {
  const { organizationId, sessionId } = place;
  const askedAt = performance.now();
  const found = await find();
  const call: NewToolCall = {
    organizationId,
    sessionId,
    tool: 'objects',
    arguments: given,
    outcome: found.length > 0 ? 'found' : 'none',
    latencyMs: Math.round(performance.now() - askedAt),
  };
  deps.record(call);
  return found;
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
