// Tools of MCP servers, as a model may call them: by what was written down of each when it was enabled.
import { DomainError } from '../errors';
import type { EnabledTool, KeptTool, OfferedTools } from '../protocol/mcp-servers';
import type { Known, Looked, LookupPlace, LookupDeps, Offered } from './run-lookup';
import { McpFailed, type McpClient } from './mcp-client';
import type { McpServerRow } from './store';

export interface McpOfferDeps extends Pick<LookupDeps, 'record'> {
  client: Pick<McpClient, 'call'>;
  /** Those that are switched on. */
  serversOf(organizationId: string): Promise<readonly McpServerRow[]>;
}

/** Of one argument that a model fills, in UTF-16 units. */
const longestArgument = 200;
const longestShown = 500;

/** Those whose identity is proved. */
export function mcpToolsFor(
  deps: McpOfferDeps,
  servers: readonly McpServerRow[],
  { place, known }: { place: LookupPlace; known: Known },
): Offered[] {
  return servers.flatMap((server) =>
    server.tools
      .filter(({ identity }) => identity === null || known[identity] !== undefined)
      .map((tool) => offered(deps, { server, tool, place, known })),
  );
}

interface Place {
  server: McpServerRow;
  tool: KeptTool;
  place: LookupPlace;
  known: Known;
}

function offered(deps: McpOfferDeps, at: Place): Offered {
  const { server, tool } = at;
  const asked = Object.keys(tool.arguments).filter((name) => tool.arguments[name]!.from === 'model');
  return {
    name: nameOf(server, tool),
    description: tool.description,
    parameters: {
      type: 'object',
      properties: Object.fromEntries(asked.map((name) => [name, tool.parameters[name]])),
      required: asked.filter((name) => tool.required.includes(name)),
      additionalProperties: false,
    },
    async look(given) {
      const filled = fill(at, given);
      return filled && [await lookAt(deps, at, filled)];
    },
  };
}

/** As it is called by models and in the console. */
export const nameOf = ({ name }: Pick<McpServerRow, 'name'>, tool: Pick<KeptTool, 'name'>): string =>
  `${name}_${tool.name.replace(/\W+/g, '_')}`.slice(0, 50);

type Filled = Record<string, string | number | boolean>;

/** Undefined for arguments that are none. */
function fill({ tool, known }: Place, given: unknown): Filled | undefined {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return undefined;
  const fromCall = given as Record<string, unknown>;
  const fromModel = (name: string) => tool.arguments[name]?.from === 'model';
  if (!Object.keys(fromCall).every((name) => Object.hasOwn(tool.arguments, name) && fromModel(name)))
    return undefined;
  const filled: Filled = {};
  for (const [name, { from, value }] of Object.entries(tool.arguments)) {
    const found = from === 'constant' ? value : from === 'model' ? fromCall[name] : known[from];
    if (found === undefined && !tool.required.includes(name)) continue;
    if (!fits(found, tool.parameters[name]?.type)) return undefined;
    filled[name] = found;
  }
  return filled;
}

function fits(value: unknown, type: string | undefined): value is Filled[string] {
  if (type === 'integer') return Number.isSafeInteger(value);
  if (type === 'string')
    return typeof value === 'string' && value !== '' && value.length <= longestArgument * 2;
  return typeof value === type && value !== undefined && value !== null;
}

async function lookAt(deps: McpOfferDeps, { server, tool, place }: Place, filled: Filled): Promise<Looked> {
  const askedAt = performance.now();
  const looked = await deps.client.call(server, tool.name, filled).then(
    ({ text, isError }): Looked => {
      if (isError) return { outcome: 'failed', why: 'It says that it failed.' };
      return text.trim() === '' ? { outcome: 'none' } : { outcome: 'found', text };
    },
    (error: unknown): Looked => ({ outcome: 'failed', why: whyOf(error) }),
  );
  deps.record({
    organizationId: place.organizationId,
    sessionId: place.sessionId,
    tool: nameOf(server, tool),
    arguments: Object.fromEntries(
      Object.entries(filled).map(([name, value]) => [name, String(value).slice(0, longestShown)]),
    ),
    outcome: looked.outcome,
    latencyMs: Math.round(performance.now() - askedAt),
    ...(looked.outcome === 'failed' && { why: looked.why }),
  });
  return looked;
}

export const whyOf = (error: unknown): string =>
  error instanceof McpFailed || error instanceof DomainError ? error.message : 'The call failed.';

/** What is written down of what an admin enables. @throws `invalid` for what the server has not, that writes, or that cannot be filled */
export function keep(enabled: readonly EnabledTool[], has: OfferedTools['items']): KeptTool[] {
  const refuse = (at: number, message: string) =>
    new DomainError('invalid', message, { errors: [{ path: `tools.${at}`, message }] });
  return enabled.map((tool, at) => {
    const found = has.find(({ name }) => name === tool.name);
    if (!found) throw refuse(at, `The server has no tool ${tool.name}.`);
    if (!found.readOnly) throw refuse(at, `${tool.name} does not say that it only reads.`);
    const missing = found.required.find((name) => !Object.hasOwn(tool.arguments, name));
    if (missing !== undefined) throw refuse(at, `${tool.name} needs ${missing}.`);
    const other = Object.keys(tool.arguments).find((name) => !Object.hasOwn(found.parameters, name));
    if (other !== undefined) throw refuse(at, `${tool.name} has no ${other} that could be filled.`);
    const { description, parameters, required } = found;
    return { ...tool, description, parameters, required };
  });
}
