// Servers of the Model Context Protocol that an organization declares, and which of their tools the AI may call.
import { DomainError, notFound } from '../errors';
import { keep, whyOf } from '../ai-tools/offer-mcp';
import type { McpClient } from '../ai-tools/mcp-client';
import type { McpServerRow, McpServers } from '../ai-tools/store';
import { mask } from '../protocol/channels';
import { idParam, listOf, plainList } from '../protocol/lists';
import {
  mcpServer,
  newMcpServer,
  offeredTools,
  type McpServer,
  type NewMcpServer,
} from '../protocol/mcp-servers';
import { say } from '../protocol/server-texts/said';
import { found } from './http/require-found';
import { endpoint } from './http/route';

export interface McpServerDeps {
  mcpServers: McpServers;
  mcpClient: Pick<McpClient, 'list'>;
}

export function mcpServerEndpoints(deps: McpServerDeps) {
  const { mcpServers } = deps;
  return {
    ...writing(deps),

    list: endpoint({
      summary: 'MCP servers, newest first. Tokens are masked.',
      query: plainList,
      response: listOf(mcpServer),
      async handle({ principal, query: { limit, cursor } }) {
        const page = await mcpServers.list(
          principal.organizationId,
          {},
          { limit, ...(cursor && { cursor }) },
        );
        return { ...page, items: page.items.map(present) };
      },
    }),

    get: endpoint({
      summary: 'One MCP server.',
      params: idParam,
      response: mcpServer,
      handle: async ({ principal, params }) =>
        present(found(await mcpServers.get(principal.organizationId, params.id), 'mcp server')),
    }),

    tools: endpoint({
      summary: 'What the server has now, asked of it.',
      params: idParam,
      response: offeredTools,
      async handle({ principal, params }) {
        const row = found(await mcpServers.get(principal.organizationId, params.id), 'mcp server');
        return { items: await listed(deps, row) };
      },
    }),
  };
}

function writing(deps: McpServerDeps) {
  const { mcpServers } = deps;
  return {
    create: endpoint({
      summary: 'Declare an MCP server; with tools, it is asked for them.',
      body: newMcpServer,
      response: mcpServer,
      status: 201,
      handle: async ({ principal, body }) =>
        present(await mcpServers.create(principal.organizationId, await stored(deps, body))),
    }),

    update: endpoint({
      summary: 'Replace an MCP server. A masked token stays as it is, as long as it goes to the same host.',
      params: idParam,
      body: newMcpServer,
      response: mcpServer,
      async handle({ principal: { organizationId }, params, body }) {
        const before = found(await mcpServers.get(organizationId, params.id), 'mcp server');
        const change = await stored(deps, body, before);
        return present(found(await mcpServers.update(organizationId, params.id, change), 'mcp server'));
      },
    }),

    remove: endpoint({
      summary: 'Remove an MCP server.',
      params: idParam,
      async handle({ principal, params }) {
        if (!(await mcpServers.remove(principal.organizationId, params.id))) throw notFound('mcp server');
      },
    }),
  };
}

/** @throws `unavailable` with what went wrong */
async function listed(
  { mcpClient }: McpServerDeps,
  place: Pick<McpServerRow, 'url' | 'token' | 'timeoutMs'>,
) {
  return mcpClient.list(place).catch((error: unknown) => {
    throw new DomainError('unavailable', `The server did not say what it has: ${whyOf(error)}`);
  });
}

async function stored(deps: McpServerDeps, { token, tools, ...given }: NewMcpServer, before?: McpServerRow) {
  const kept = { ...given, token: unmasked(token, given.url, before) };
  return { ...kept, tools: tools.length === 0 ? [] : keep(tools, await listed(deps, kept)) };
}

/** @throws `invalid` for a masked token that would go to another host, or that nobody has entered */
function unmasked(token: string | undefined, url: string, before: McpServerRow | undefined): string | null {
  if (token !== mask) return token ?? null;
  if (before?.token && new URL(before.url).origin === new URL(url).origin) return before.token;
  throw new DomainError('invalid', say('secret_other_host'), {
    errors: [{ path: 'token', message: 'must be given anew' }],
  });
}

function present({ createdAt, updatedAt, ...row }: McpServerRow): McpServer {
  const { id, name, url, token, tools, timeoutMs, isActive } = row;
  return {
    ...{ id, name, url, tools, timeoutMs, isActive },
    ...(token !== null && { token: mask }),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
