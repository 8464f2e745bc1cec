// Read-only HTTP tools of an organization, tried out, and what they were asked in a conversation.
import { DomainError, notFound } from '../errors';
import { callTool } from '../ai-tools/call-tool';
import type { ToolCallStore, ToolRow, Tools } from '../ai-tools/store';
import { mask } from '../protocol/channels';
import { idParam, listOf, plainList } from '../protocol/lists';
import { newTool, tool, toolCall, triedTool, tryTool, type NewTool, type Tool } from '../protocol/tools';
import { say } from '../protocol/server-texts/said';
import type { SafeFetch } from '../tools/safe-fetch';
import { found } from './http/require-found';
import { endpoint } from './http/route';
import type { SessionDeps } from './sessions';

export interface ToolDeps {
  tools: Tools;
  toolCalls: Pick<ToolCallStore, 'list'>;
  fetch: SafeFetch;
  sessions: SessionDeps['sessions'];
}

export function toolEndpoints(deps: ToolDeps) {
  return { ...reading(deps), ...writing(deps) };
}

function reading({ tools, toolCalls, sessions }: ToolDeps) {
  return {
    list: endpoint({
      summary: 'Tools, newest first. Headers are masked.',
      query: plainList,
      response: listOf(tool),
      async handle({ principal, query: { limit, cursor } }) {
        const page = await tools.list(principal.organizationId, {}, { limit, ...(cursor && { cursor }) });
        return { ...page, items: page.items.map(present) };
      },
    }),

    get: endpoint({
      summary: 'One tool.',
      params: idParam,
      response: tool,
      handle: async ({ principal, params }) =>
        present(found(await tools.get(principal.organizationId, params.id), 'tool')),
    }),

    calls: endpoint({
      summary: 'What was looked up for the customer in a conversation, newest first.',
      params: idParam,
      query: plainList,
      response: listOf(toolCall),
      async handle({ principal: { organizationId }, params, query: { limit, cursor } }) {
        await sessions.get(organizationId, params.id);
        return toolCalls.list(organizationId, params.id, { limit, ...(cursor && { cursor }) });
      },
    }),
  };
}

function writing({ tools, fetch }: ToolDeps) {
  return {
    create: endpoint({
      summary: 'Declare a tool: a GET that tells how something of a customer stands.',
      body: newTool,
      response: tool,
      status: 201,
      handle: async ({ principal, body }) =>
        present(await tools.create(principal.organizationId, stored(body))),
    }),

    update: endpoint({
      summary: 'Replace a tool. A masked header stays as it is, as long as it goes to the same host.',
      params: idParam,
      body: newTool,
      response: tool,
      async handle({ principal: { organizationId }, params, body }) {
        const before = found(await tools.get(organizationId, params.id), 'tool');
        const change = stored({ ...body, headers: unmasked(body, before) });
        return present(found(await tools.update(organizationId, params.id, change), 'tool'));
      },
    }),

    remove: endpoint({
      summary: 'Remove a tool.',
      params: idParam,
      async handle({ principal, params }) {
        if (!(await tools.remove(principal.organizationId, params.id))) throw notFound('tool');
      },
    }),

    ...trying({ tools, fetch }),
  };
}

function trying({ tools, fetch }: Pick<ToolDeps, 'tools' | 'fetch'>) {
  return {
    try: endpoint({
      summary: 'Ask it once, and say what would be taken, or what went wrong. Nothing is kept.',
      params: idParam,
      body: tryTool,
      response: triedTool,
      readOnly: true,
      async handle({ principal, params, body: { objectId, identity } }) {
        const row = found(await tools.get(principal.organizationId, params.id), 'tool');
        const { ownerPath, ...rest } = row;
        const callable = { ...rest, ...(ownerPath !== null && { ownerPath }) };
        const outcome = await callTool(fetch, callable, { objectId, [row.identity]: identity });
        const { latencyMs, status } = outcome;
        return {
          ok: outcome.outcome === 'found',
          latencyMs,
          ...(status !== undefined && { status }),
          ...(outcome.outcome === 'found' && { taken: outcome.taken }),
          ...(outcome.outcome === 'none' && { why: nothing(status) }),
          ...(outcome.outcome === 'failed' && { why: outcome.why }),
        };
      },
    }),
  };
}

const nothing = (status = 0): string =>
  status < 300
    ? 'It answered for somebody else: the customer would hear that there is none.'
    : 'It knows nothing under this number: the customer would hear that there is none.';

const stored = ({ ownerPath, ...given }: NewTool) => ({ ...given, ownerPath: ownerPath ?? null });

/** @throws `invalid` for a masked header that would go to another host, or that nobody has entered */
function unmasked({ headers, urlTemplate }: NewTool, before: ToolRow): Record<string, string> {
  const isMoved = originOf(urlTemplate) !== originOf(before.urlTemplate);
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      if (value !== mask) return [name, value];
      const kept = before.headers[name];
      if (kept !== undefined && !isMoved) return [name, kept];
      throw new DomainError('invalid', say('secret_other_host'), {
        errors: [{ path: `headers.${name}`, message: 'must be given anew' }],
      });
    }),
  );
}

const originOf = (template: string): string => new URL(template.replace(/[{}]/g, '')).origin;

function present({ ownerPath, createdAt, updatedAt, ...row }: ToolRow): Tool {
  const { id, name, description, urlTemplate, answer, objectType, identity, timeoutMs, isActive } = row;
  return {
    ...{ id, name, description, urlTemplate, answer, objectType, identity, timeoutMs, isActive },
    headers: Object.fromEntries(Object.keys(row.headers).map((key) => [key, mask])),
    ...(ownerPath !== null && { ownerPath }),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
