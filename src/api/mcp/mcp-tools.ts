// What a program may do through the Model Context Protocol: routes of the API, with their permissions, limits and audit.
import { randomUUID } from 'node:crypto';
import type { Request } from 'express';
import { z } from 'zod';
import { DomainError } from '../../errors';
import type { Principal } from '../../identity/principal';
import { id } from '../../protocol/model/ids';
import { maxTextLength } from '../../protocol/model/message';
import { sessionStatus } from '../../protocol/model/session';
import { filledText, text } from '../../protocol/model/text-types';
import { say } from '../../protocol/server-texts/said';
import { codes, RpcError } from './mcp-message';
import { Answer, permissionsOf, type Call, type Route } from '../http/route';
import { isAudited, record, type RouterDeps } from '../http/router';

export interface McpToolDeps {
  routes: readonly Route[];
  audit: RouterDeps['audit'];
}

interface McpTool {
  route: string;
  title: string;
  description: string;
  input: z.ZodType;
  readOnly: boolean;
  /** What the route is given. */
  parts(given: never): { params?: object; query?: object; body?: object };
}

function define<Schema extends z.ZodType>(
  given: Omit<McpTool, 'input' | 'parts'> & {
    input: Schema;
    parts(given: z.output<Schema>): ReturnType<McpTool['parts']>;
  },
): McpTool {
  return given as unknown as McpTool;
}

const limit = (most: number, usual: number) =>
  z.int().min(1).max(most).default(usual).describe('How many at most.');

const tools: Record<string, McpTool> = {
  search_knowledge: define({
    route: 'knowledge.search',
    title: 'Search the knowledge base',
    description: 'Passages of the articles that are nearest to a question, best first, with their score.',
    input: z.strictObject({
      query: filledText(1_000).describe('What is looked for, in words.'),
      limit: limit(20, 5),
    }),
    readOnly: true,
    parts: (body) => ({ body }),
  }),
  list_sessions: define({
    route: 'sessions.list',
    title: 'List conversations',
    description: 'Conversations with customers, newest first; `q` searches messages, notes and customers.',
    input: z.strictObject({
      status: sessionStatus.optional().describe('active: with the AI; waiting: for a person.'),
      q: text(200).optional().describe('Words to look for.'),
      limit: limit(50, 20),
      cursor: text(500).optional().describe('`nextCursor` of the page before.'),
    }),
    readOnly: true,
    parts: (query) => ({ query }),
  }),
  read_session: define({
    route: 'sessions.messages',
    title: 'Read a conversation',
    description: 'The messages of one conversation, oldest first, with the notes of the team.',
    input: z.strictObject({
      sessionId: id.describe('As list_sessions names it.'),
      after: z.int().min(0).optional().describe('Only messages after this number.'),
      limit: limit(200, 100),
    }),
    readOnly: true,
    parts: ({ sessionId, ...query }) => ({ params: { id: sessionId }, query }),
  }),
  answer_session: define({
    route: 'sessions.reply',
    title: 'Answer a conversation',
    description: 'Writes to the customer, or a note that only the team sees.',
    input: z.strictObject({
      sessionId: id.describe('As list_sessions names it.'),
      text: filledText(maxTextLength).describe('What is said.'),
      note: z.boolean().default(false).describe('Only the team sees it.'),
      clientMessageId: id.optional().describe('The same again writes nothing twice.'),
    }),
    readOnly: false,
    parts: ({ sessionId, clientMessageId = randomUUID(), note, text: said }) => ({
      params: { id: sessionId },
      body: { text: said, clientMessageId, ...(note && { note }) },
    }),
  }),
};

/** Those that the caller may use. */
export function toolsFor(principal: Principal, { routes }: McpToolDeps): object[] {
  return Object.entries(tools)
    .filter(([, { route }]) => missing(principal, routeOf(routes, route)) === undefined)
    .map(([name, { title, description, input, readOnly }]) => ({
      name,
      title,
      description,
      inputSchema: z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }),
      annotations: { readOnlyHint: readOnly, destructiveHint: false, openWorldHint: !readOnly },
    }));
}

interface ToolAsked {
  principal: Principal;
  request: Request;
  params: Record<string, unknown>;
}

/** @throws RpcError for a tool that is none; what the tool refuses is its result */
export async function callMcpTool(deps: McpToolDeps, asked: ToolAsked): Promise<object> {
  const { name, arguments: given = {} } = asked.params;
  const tool = typeof name === 'string' && Object.hasOwn(tools, name) ? tools[name] : undefined;
  if (!tool) throw new RpcError(codes.params, `There is no tool ${String(name)}.`);
  try {
    const body = await run(deps, { ...asked, tool, given });
    return {
      content: [{ type: 'text', text: JSON.stringify(body) }],
      structuredContent: body,
      isError: false,
    };
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === 'internal') throw error;
    const details = (error.errors ?? []).map(({ path, message }) => `${path}: ${message}`);
    return { content: [{ type: 'text', text: [error.message, ...details].join('\n') }], isError: true };
  }
}

async function run(
  deps: McpToolDeps,
  { principal, request, tool, given }: ToolAsked & { tool: McpTool; given: unknown },
): Promise<unknown> {
  const route = routeOf(deps.routes, tool.route);
  const permission = missing(principal, route);
  if (permission !== undefined)
    throw new DomainError('forbidden', `This needs the permission ${permission}.`);
  const parts = tool.parts(valid(tool.input, given) as never);
  const userAgent = request.get('User-Agent');
  const call: Call = {
    principal,
    params: route.params && valid(route.params, parts.params ?? {}),
    query: route.query && valid(route.query, parts.query ?? {}),
    body: route.body && valid(route.body, parts.body ?? {}),
    cookie: () => undefined,
    address: request.ip ?? '',
    userAgent,
    secure: request.secure,
  };
  const result = await route.handle(call);
  const body = result instanceof Answer ? (result.body as unknown) : result;
  const more = result instanceof Answer ? result.audit : undefined;
  if (isAudited(route)) await record(route, { call, body, more: { ...more, by: 'mcp' } }, deps.audit);
  return body;
}

const routeOf = (routes: readonly Route[], name: string): Route =>
  routes.find((route) => route.name === name)!;

const missing = ({ permissions }: Principal, { guard }: Route) =>
  permissionsOf(guard).find((permission) => !permissions.has(permission));

function valid(schema: z.ZodType, given: unknown): unknown {
  const { data, error } = schema.safeParse(given);
  if (!error) return data;
  throw new DomainError('invalid', say('partly_invalid'), {
    errors: error.issues.slice(0, 20).map(({ path, message }) => ({ path: path.join('.'), message })),
  });
}
