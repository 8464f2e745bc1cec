// Providers call here: signature first, then the raw event is stored, then 200, and only then the work. Served before
// Express, which would cost more than all the rest; what arrives meanwhile is stored in one statement.
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '../log';
import type { ChannelList } from './channel';
import type { InboundEvents, KnownChannel, NewInboundEvent } from './store';

/** Meta sends at most 3 MB (Meta, "Webhooks"). */
const mostBytes = 4 * 1024 * 1024;
const bodyMs = 15_000;
/** Events that may wait for the store; above it the provider is told to come back. */
const mostWaiting = 2_000;
/** Events stored by one statement. */
const group = 256;
const path = /^\/webhooks\/([a-z][a-z0-9_-]*)\/([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$/i;
/** The headers that are kept with the body. */
const keptHeaders = ['content-type', 'user-agent'];

export interface WebhooksDeps {
  channels: ChannelList;
  channelById(id: string): Promise<KnownChannel | undefined>;
  events: Pick<InboundEvents, 'add'>;
  /** Rings for the work. */
  wake(channel: { organizationId: string; channelId: string }): void;
  log: Log;
}

/** True when the request is for a webhook: it is answered here. */
export type ServeWebhook = (request: IncomingMessage, response: ServerResponse) => boolean;

export function createWebhooks(deps: WebhooksDeps): ServeWebhook {
  const add = createGroups(deps);
  return (request, response) => {
    const [address = '', query = ''] = (request.url ?? '').split('?', 2);
    const [, type, channelId] = path.exec(address) ?? [];
    if (type === undefined || channelId === undefined) return false;
    serve(deps, { request, response, query, type, channelId: channelId.toLowerCase(), add }).catch(
      (error: unknown) => {
        deps.log.warn({ err: error, channelId }, 'could not store a webhook');
        answer(response, 503, { headers: { 'retry-after': '5' } });
      },
    );
    return true;
  };
}

interface Asked {
  request: IncomingMessage;
  response: ServerResponse;
  query: string;
  type: string;
  channelId: string;
  add(event: NewInboundEvent): Promise<void>;
}

async function serve(deps: WebhooksDeps, asked: Asked): Promise<void> {
  const { request, response, query, type, channelId, add } = asked;
  const known = await deps.channelById(channelId);
  const channel = known?.type === type && known.isActive ? deps.channels.get(known.type) : undefined;
  if (request.method === 'GET') {
    const challenge = channel?.challenge?.(known!.config, new URLSearchParams(query));
    return challenge === undefined ? answer(response, 403) : answer(response, 200, { text: challenge });
  }
  if (request.method !== 'POST') return answer(response, 405, { headers: { allow: 'GET, POST' } });
  const body = await read(request);
  if (!body) return answer(response, 413, { headers: { connection: 'close' } });
  const raw = { body, headers: headersOf(request) };
  // A channel that is not there is answered like a wrong signature.
  if (!channel?.isGenuine?.(known!.config, raw)) return answer(response, 401);
  const providerId = createHash('sha256').update(body).digest('base64url');
  const headers = Object.fromEntries(
    Object.entries(raw.headers).filter(([name]) => keptHeaders.includes(name)),
  );
  await add({ organizationId: known!.organizationId, channelId, providerId, headers, body });
  answer(response, 200);
}

/** Undefined when it is too large, too slow or broken off. */
function read(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    const end = (body: Buffer | undefined): void => {
      clearTimeout(timer);
      resolve(body);
    };
    const timer = setTimeout(() => end(undefined), bodyMs);
    request.on('data', (part: Buffer) => {
      bytes += part.length;
      if (bytes > mostBytes) end(undefined);
      else parts.push(part);
    });
    request.on('end', () => end(Buffer.concat(parts)));
    request.on('error', () => end(undefined));
    request.on('close', () => end(undefined));
  });
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}

function answer(
  response: ServerResponse,
  status: number,
  { text = '', headers = {} }: { text?: string; headers?: Record<string, string> } = {},
): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'x-content-type-options': 'nosniff',
    ...headers,
  });
  response.end(text);
}

/** Group commit without a timer: what came while the last statement ran goes into the next. */
function createGroups({ events, wake }: WebhooksDeps): (event: NewInboundEvent) => Promise<void> {
  let waiting: Array<{ event: NewInboundEvent; done(): void; failed(error: unknown): void }> = [];
  let running = false;

  async function flush(): Promise<void> {
    running = true;
    while (waiting.length > 0) {
      const now = waiting.slice(0, group);
      waiting = waiting.slice(group);
      try {
        await events.add(now.map(({ event }) => event));
        for (const { done } of now) done();
        const rung = new Map(now.map(({ event }) => [event.channelId, event]));
        for (const { organizationId, channelId } of rung.values()) wake({ organizationId, channelId });
      } catch (error) {
        for (const { failed } of now) failed(error);
      }
    }
    running = false;
  }

  return (event) =>
    new Promise((done, failed) => {
      if (waiting.length >= mostWaiting) return failed(new Error('Too many events wait to be stored.'));
      waiting.push({ event, done, failed });
      if (!running) void flush();
    });
}
