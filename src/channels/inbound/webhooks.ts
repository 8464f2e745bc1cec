// Providers call here: signature first, then the raw event is stored, then 200, and only then the work. Served before
// Express, which would cost more than all the rest; what arrives meanwhile is stored in one statement.
import { hash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '../../log';
import type { ChannelList } from '../channel';
import type { InboundEvents, KnownChannel, NewInboundEvent } from '../store';

/** Meta sends at most 3 MB (Meta, "Webhooks"). */
const mostBytes = 4 * 1024 * 1024;
const bodyMs = 15_000;
/** For what may be larger than that. */
const largeBodyMs = 60_000;
/** Bytes of bodies that a node holds at once, from the first byte to the answer; above it the provider is told to come back. */
const mostBytesUnderWay = 64 * 1024 * 1024;
/** What an event costs besides its body. */
const perEvent = 2 * 1024;
/** Events stored by one statement, and their bytes: they are in memory once more while they are encrypted and sent. */
const group = 256;
const groupBytes = 8 * 1024 * 1024;
const path = /^\/webhooks\/([a-z][a-z0-9_-]*)\/([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$/i;

export interface WebhooksDeps {
  channels: ChannelList;
  channelById(id: string): Promise<KnownChannel | undefined>;
  events: Pick<InboundEvents, 'add'>;
  /** Rings for the work. */
  wake(channel: { organizationId: string; channelId: string }): void;
  log: Log;
  /** Bytes of bodies under way at once; 64 MB when not said. */
  mostBytesUnderWay?: number;
}

export interface Webhooks {
  /** True when the request is for a webhook: it is answered here. */
  serve(request: IncomingMessage, response: ServerResponse): boolean;
  /** What comes in waits long to be stored: whoever works on what came before takes less of the machine. */
  isBehind(): boolean;
  /** Bytes under way, and how often there was no room. */
  stats(): { bytes: number; refused: number };
}

export function createWebhooks(deps: WebhooksDeps): Webhooks {
  const { add, isBehind } = createGroups(deps);
  const room = createRoom(deps.mostBytesUnderWay ?? mostBytesUnderWay);
  return {
    serve(request, response) {
      const [address = '', query = ''] = (request.url ?? '').split('?', 2);
      const [, type, channelId] = path.exec(address) ?? [];
      if (type === undefined || channelId === undefined) return false;
      const held = room.hold();
      serve(deps, { request, response, query, type, channelId: channelId.toLowerCase(), add, held })
        .catch((error: unknown) => {
          deps.log.warn({ err: error, channelId }, 'could not store a webhook');
          comeBack(response);
        })
        .finally(held.release);
      return true;
    },
    isBehind,
    stats: room.stats,
  };
}

interface Held {
  /** False when there is no room for so many more bytes. */
  take(bytes: number): boolean;
  release(): void;
}

/** Counts bytes as they come in: what a caller says of a body's length reserves nothing, and is not believed. */
function createRoom(most: number) {
  let used = 0;
  let refused = 0;
  return {
    hold(): Held {
      let own = 0;
      return {
        take(bytes) {
          if (used + bytes > most) {
            refused += 1;
            return false;
          }
          used += bytes;
          own += bytes;
          return true;
        },
        release() {
          used -= own;
          own = 0;
        },
      };
    },
    stats: () => ({ bytes: used, refused }),
  };
}

interface Asked {
  request: IncomingMessage;
  response: ServerResponse;
  query: string;
  type: string;
  channelId: string;
  add(event: NewInboundEvent): Promise<void>;
  held: Held;
}

async function serve(deps: WebhooksDeps, asked: Asked): Promise<void> {
  const { request, response, query, type, channelId, add, held } = asked;
  const known = await deps.channelById(channelId);
  const channel = known?.type === type && known.isActive ? deps.channels.get(known.type) : undefined;
  if (request.method === 'GET') {
    const challenge = channel?.challenge?.(known!.config, new URLSearchParams(query));
    return challenge === undefined ? answer(response, 403) : answer(response, 200, { text: challenge });
  }
  if (request.method !== 'POST') return answer(response, 405, { headers: { allow: 'GET, POST' } });
  // A channel that is not there is answered like a wrong signature, and its body is not waited for.
  if (!channel?.isGenuine) return refuse(response);
  const body = held.take(perEvent) ? await read(request, held, channel.largestEvent) : 'no room';
  if (body === 'no room') return comeBack(response);
  if (!body) return answer(response, 413, { headers: { connection: 'close' } });
  if (!channel.isGenuine(known!.config, { body, headers: request.headers })) return refuse(response);
  const providerId = hash('sha256', body, 'base64url');
  await add({
    organizationId: known!.organizationId,
    channelId,
    providerId,
    headers: keptHeaders(request),
    body,
  });
  answer(response, 200);
}

/** Undefined when it is too large, too slow or broken off. */
function read(
  request: IncomingMessage,
  held: Held,
  most = mostBytes,
): Promise<Buffer | 'no room' | undefined> {
  return new Promise((resolve) => {
    let parts: Buffer[] = [];
    let bytes = 0;
    let isOver = false;
    const end = (body: Buffer | 'no room' | undefined): void => {
      clearTimeout(timer);
      isOver = true;
      parts = [];
      resolve(body);
    };
    const timer = setTimeout(() => end(undefined), most > mostBytes ? largeBodyMs : bodyMs);
    request.on('data', (part: Buffer) => {
      // Read on and thrown away: the answer is not lost in a connection that is reset.
      if (isOver) return;
      bytes += part.length;
      if (bytes > most) end(undefined);
      else if (held.take(part.length)) parts.push(part);
      else end('no room');
    });
    request.on('end', () => end(parts.length === 1 ? parts[0] : Buffer.concat(parts)));
    request.on('error', () => end(undefined));
    request.on('close', () => end(undefined));
  });
}

/** The headers that are kept with the body. */
function keptHeaders({ headers: { 'content-type': type, 'user-agent': agent } }: IncomingMessage) {
  return {
    ...(type !== undefined && { 'content-type': type }),
    ...(agent !== undefined && { 'user-agent': agent }),
  };
}

const refuse = (response: ServerResponse): void =>
  answer(response, 401, { headers: { connection: 'close' } });

const comeBack = (response: ServerResponse): void =>
  answer(response, 503, { headers: { 'retry-after': '5', connection: 'close' } });

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

/** Meta wants half of all answers within 250 ms. */
const slowMs = 50;
/** So long after a slow statement the next ones are expected to be. */
const stillSlowMs = 500;

/** Group commit without a timer: what came while the last statement ran goes into the next. */
function createGroups({ events, wake }: WebhooksDeps) {
  let began = 0;
  let behindUntil = 0;
  let waiting: Array<{ event: NewInboundEvent; done(): void; failed(error: unknown): void }> = [];
  let running = false;

  function nextGroup(): number {
    let bytes = 0;
    const end = waiting.findIndex(({ event }, index) => {
      bytes += event.body.length;
      return index === group || (index > 0 && bytes > groupBytes);
    });
    return end < 0 ? waiting.length : end;
  }

  async function flush(): Promise<void> {
    running = true;
    while (waiting.length > 0) {
      const now = waiting.slice(0, nextGroup());
      waiting = waiting.slice(now.length);
      began = performance.now();
      try {
        await events.add(now.map(({ event }) => event));
        for (const { done } of now) done();
        const rung = new Map(now.map(({ event }) => [event.channelId, event]));
        for (const { organizationId, channelId } of rung.values()) wake({ organizationId, channelId });
      } catch (error) {
        for (const { failed } of now) failed(error);
      }
      if (performance.now() - began > slowMs) behindUntil = performance.now() + stillSlowMs;
    }
    running = false;
  }

  return {
    add: (event: NewInboundEvent): Promise<void> =>
      new Promise((done, failed) => {
        waiting.push({ event, done, failed });
        if (!running) void flush();
      }),
    isBehind(): boolean {
      const now = performance.now();
      return now < behindUntil || (running && now - began > slowMs);
    },
  };
}
