// A client of the Model Context Protocol over streamable HTTP, through the one way out: it lists tools and calls them.
// Source: modelcontextprotocol.io, revisions 2025-03-26 to 2025-11-25 (initialize) and 2026-07-28 (self-describing requests).
import { z } from 'zod';
import type { OfferedTools } from '../protocol/mcp-servers';
import type { SafeFetch, SafeResponse } from '../tools/safe-fetch';

export interface McpPlace {
  url: string;
  token: string | null;
  timeoutMs: number;
}

export interface McpResult {
  text: string;
  /** The tool itself says that it failed. */
  isError: boolean;
}

/** One sentence; it holds no secret. */
export class McpFailed extends Error {}

export type McpClient = ReturnType<typeof createMcpClient>;

const maxBytes = 500_000;
const newest = '2026-07-28';
const handshake = '2025-11-25';
const mostPages = 5;
const mostTools = 100;
const longestDescription = 1_000;

export function createMcpClient(fetch: SafeFetch) {
  return {
    /** @throws McpFailed, and what `safeFetch` throws */
    list: (place: McpPlace): Promise<OfferedTools['items']> =>
      withSession(fetch, place, async (ask) => {
        const found: OfferedTools['items'] = [];
        let cursor: string | undefined;
        for (let page = 0; page < mostPages; page += 1) {
          const { data } = toolPage.safeParse(
            await ask('tools/list', cursor === undefined ? {} : { cursor }),
          );
          if (!data) throw new McpFailed('Its list of tools could not be read.');
          found.push(...data.tools.map(toOffered));
          cursor = data.nextCursor;
          if (cursor === undefined) break;
        }
        return found.slice(0, mostTools);
      }),

    /** The same. */
    call: (place: McpPlace, name: string, given: object): Promise<McpResult> =>
      withSession(fetch, place, async (ask) => {
        const { data } = result.safeParse(await ask('tools/call', { name, arguments: given }));
        if (!data) throw new McpFailed('What it answered could not be read.');
        const words = data.content.flatMap(({ type, text }) => (type === 'text' && text ? [text] : []));
        return { text: words.join('\n'), isError: data.isError === true };
      }),
  };
}

const parameter = z.looseObject({ type: z.unknown(), description: z.string().optional() });
const toolPage = z.looseObject({
  tools: z.array(
    z.looseObject({
      name: z.string().min(1).max(128),
      description: z.string().optional(),
      inputSchema: z
        .looseObject({
          properties: z.record(z.string(), parameter).optional(),
          required: z.array(z.string()).optional(),
        })
        .optional(),
      annotations: z.looseObject({ readOnlyHint: z.boolean().optional() }).optional(),
    }),
  ),
  nextCursor: z.string().max(2_000).optional(),
});
const result = z.looseObject({
  content: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })),
  isError: z.boolean().optional(),
});
const types = ['string', 'number', 'integer', 'boolean'] as const;

/** What is neither text nor number nor yes-or-no cannot be filled in. */
function toOffered(tool: z.infer<typeof toolPage>['tools'][number]): OfferedTools['items'][number] {
  const { name, description = '', inputSchema = {}, annotations } = tool;
  const parameters = Object.entries(inputSchema.properties ?? {}).flatMap(([key, value]) => {
    const type = types.find((one) => one === value.type);
    const about = value.description?.slice(0, longestDescription);
    return type ? [[key, { type, ...(about !== undefined && { description: about }) }] as const] : [];
  });
  return {
    name,
    description: description.slice(0, longestDescription),
    readOnly: annotations?.readOnlyHint === true,
    parameters: Object.fromEntries(parameters),
    required: inputSchema.required ?? [],
  };
}

type Ask = (method: string, params: Record<string, unknown>) => Promise<unknown>;

/** Shakes hands, unless the server wants requests that describe themselves; what it keeps of us is given back. */
async function withSession<R>(fetch: SafeFetch, place: McpPlace, work: (ask: Ask) => Promise<R>): Promise<R> {
  const controller = new AbortController();
  const endsAt = performance.now() + place.timeoutMs;
  const post = (message: Message, headers: Record<string, string>) =>
    send(fetch, place, { message, headers, signal: controller.signal, msLeft: endsAt - performance.now() });
  try {
    const begun = await post(
      {
        id: 1,
        method: 'initialize',
        params: { protocolVersion: handshake, capabilities: {}, clientInfo },
      },
      {},
    );
    if (begun.error !== undefined) return await work(describing(post));
    const session = begun.session;
    const version = z.looseObject({ protocolVersion: z.string().max(20) }).safeParse(begun.result).data;
    const headers = {
      'mcp-protocol-version': version?.protocolVersion ?? handshake,
      ...(session !== undefined && { 'mcp-session-id': session }),
    };
    await post({ method: 'notifications/initialized' }, headers);
    let id = 1;
    const ended = await work(async (method, params) =>
      resultOf(await post({ id: ++id, method, params }, headers)),
    );
    if (session !== undefined) void close(fetch, place, headers);
    return ended;
  } finally {
    controller.abort();
  }
}

const clientInfo = { name: 'parley', version: '1' };

function describing(post: (message: Message, headers: Record<string, string>) => Promise<Answered>): Ask {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': newest,
    'io.modelcontextprotocol/clientInfo': clientInfo,
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  let id = 1;
  return async (method, params) => {
    const name = params['name'];
    const named: Record<string, string> = typeof name === 'string' ? { 'mcp-name': headerValue(name) } : {};
    const headers = { 'mcp-protocol-version': newest, 'mcp-method': method, ...named };
    return resultOf(await post({ id: ++id, method, params: { ...params, _meta } }, headers));
  };
}

const headerValue = (text: string): string =>
  /^[\x21-\x7e]+$/.test(text) ? text : `=?base64?${Buffer.from(text).toString('base64')}?=`;

function resultOf({ error, result: found }: Answered): unknown {
  if (error !== undefined) throw new McpFailed(`It refused (${error}).`);
  return found;
}

interface Message {
  id?: number;
  method: string;
  params?: Record<string, unknown>;
}

interface Answered {
  result?: unknown;
  /** JSON-RPC's number, or HTTP's. */
  error?: number;
  session?: string;
}

interface Sending {
  message: Message;
  headers: Record<string, string>;
  signal: AbortSignal;
  msLeft: number;
}

async function send(
  fetch: SafeFetch,
  place: McpPlace,
  { message, headers, signal, msLeft }: Sending,
): Promise<Answered> {
  const response = await fetch(place.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...authorization(place),
      ...headers,
    },
    body: JSON.stringify({ jsonrpc: '2.0', ...message }),
    timeoutMs: Math.max(1, msLeft),
    maxBytes,
    followsRedirects: false,
    signal,
  });
  const { status } = response;
  if (status === 401 || status === 403) throw new McpFailed(`It does not accept the token (${status}).`);
  if (status >= 300 && status < 400)
    throw new McpFailed(`It leads elsewhere (${status}); name the last address.`);
  if (message.id === undefined) {
    await response.text();
    return {};
  }
  const answer = await answerTo(message.id, response);
  const id = response.headers['mcp-session-id'];
  const session = typeof id === 'string' && /^[\x21-\x7e]{1,500}$/.test(id) ? { session: id } : {};
  if (answer?.error) return { error: answer.error.code, ...session };
  if (status < 200 || status > 299) return { error: status, ...session };
  if (!answer) throw new McpFailed('It did not answer in its protocol.');
  return { result: answer.result, ...session };
}

const authorization = ({ token }: McpPlace): Record<string, string> =>
  token === null ? {} : { authorization: `Bearer ${token}` };

const rpcAnswer = z.looseObject({
  id: z.unknown(),
  result: z.unknown(),
  error: z.looseObject({ code: z.int() }).optional(),
});

/** From JSON, or from the events of a stream, which need not end. */
async function answerTo(id: number, response: SafeResponse): Promise<z.infer<typeof rpcAnswer> | undefined> {
  const read = (json: string) => {
    const { data } = rpcAnswer.safeParse(parsed(json));
    return data && (data.id === id || data.error !== undefined) ? data : undefined;
  };
  if (!/^text\/event-stream/i.test(String(response.headers['content-type'] ?? '')))
    return read(await response.text());
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body) {
    text += decoder.decode(chunk, { stream: true });
    const events = text.split(/\r?\n\r?\n/);
    text = events.pop()!;
    for (const event of events) {
      const data = [...event.matchAll(/^data: ?(.*)$/gm)].map(([, line]) => line).join('\n');
      const answer = read(data);
      if (answer) return answer;
    }
  }
  return undefined;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}

async function close(fetch: SafeFetch, place: McpPlace, headers: Record<string, string>): Promise<void> {
  try {
    const answer = await fetch(place.url, {
      method: 'DELETE',
      headers: { ...authorization(place), ...headers },
      timeoutMs: place.timeoutMs,
      maxBytes,
      followsRedirects: false,
    });
    await answer.text();
  } catch {
    // The server forgets it by itself, sooner or later.
  }
}
