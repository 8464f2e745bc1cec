// The one way to a URL that a person or tenant can influence: resolve once, refuse what is not public, connect to the
// address that was checked, and check again at each redirect.
import { lookup as resolveName } from 'node:dns';
import { once } from 'node:events';
import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { DomainError } from '../errors';
import { linkSignals } from './linked-signal';
import { checkedLookup, createAddressCheck } from './safe-address';

export interface SafeRequest {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** From the call to the last byte of the body; 10 s when not said. */
  timeoutMs?: number;
  /** Most bytes of the body; 5 MB when not said. */
  maxBytes?: number;
  signal?: AbortSignal;
  /** False: what leads elsewhere is the answer, and no header goes along. */
  followsRedirects?: boolean;
}

export interface SafeResponse {
  status: number;
  headers: IncomingHttpHeaders;
  /** Where the last redirect led. */
  url: string;
  /** Rejects `too_large`, or `unavailable` when the time is over or the other side breaks off. Read it, or abort the signal. */
  body: AsyncIterable<Uint8Array>;
  text(): Promise<string>;
}

/** Errors: `invalid` (not a URL to fetch), `forbidden` (an address inside), `unavailable` (no answer), `too_large`. */
export type SafeFetch = (url: string, request?: SafeRequest) => Promise<SafeResponse>;

/** No connection came to be: nothing was sent, and asking again does nothing twice. */
export class NotConnected extends DomainError {
  constructor(cause: unknown) {
    super('unavailable', 'The other side could not be reached.', { cause });
  }
}

const maxRedirects = 5;

/** @param allow CIDRs that are open although they are not public: loopback for tests, a mail host inside. */
export function createSafeFetch({
  allow,
  resolve = resolveName,
}: {
  allow: readonly string[];
  resolve?: typeof resolveName;
}): SafeFetch {
  const check = createAddressCheck(allow);
  const lookup = checkedLookup(resolve, check);

  return async (input, request = {}) => {
    const { timeoutMs = 10_000, maxBytes = 5_000_000 } = request;
    const link = linkSignals({ signals: [request.signal], timeoutMs });
    try {
      const { answer, url } = await follow(parse(input), request, link.signal);
      const body = limited(answer, { maxBytes, release: link.release });
      const { statusCode: status = 0, headers } = answer;
      return { status, headers, url, body, text: () => text(body) };
    } catch (error) {
      link.release();
      throw error;
    }
  };

  /** To the end of the redirects. */
  async function follow(
    start: URL,
    request: SafeRequest,
    signal: AbortSignal,
  ): Promise<{ answer: IncomingMessage; url: string }> {
    let url = start;
    let step: SafeRequest = request;
    for (let hop = 0; hop <= maxRedirects; hop++) {
      const literal = url.hostname.replace(/^\[|\]$/g, '');
      if (isIP(literal)) check(literal);
      const answer = await send(url, step, { signal, lookup });
      const { statusCode: status = 0, headers } = answer;
      const isLast = request.followsRedirects === false || !headers.location;
      if (isLast || ![301, 302, 303, 307, 308].includes(status)) {
        return { answer, url: url.href };
      }
      answer.destroy();
      const next = parse(headers.location!, url);
      step = redirected(step, { status, sameOrigin: next.origin === url.origin });
      url = next;
    }
    throw new DomainError('unavailable', 'The other side redirects without end.');
  }
}

function parse(input: string, base?: URL): URL {
  const url = URL.canParse(input, base?.href) ? new URL(input, base) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.username || url.password) {
    throw new DomainError('invalid', 'Use an http or https address without a user name.');
  }
  return url;
}

async function send(
  url: URL,
  { method = 'GET', headers, body }: SafeRequest,
  how: { signal: AbortSignal; lookup: LookupFunction },
): Promise<IncomingMessage> {
  const { request } = url.protocol === 'https:' ? https : http;
  let connected = false;
  try {
    const sent = request(url, {
      ...how,
      method,
      agent: false,
      headers: { 'accept-encoding': 'identity', ...headers },
    });
    const isReady = url.protocol === 'https:' ? 'secureConnect' : 'connect';
    sent.once('socket', (socket) => socket.once(isReady, () => (connected = true)));
    sent.end(body);
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    sent.on('error', () => undefined);
    return answer;
  } catch (error) {
    throw connected || error instanceof DomainError ? unreachable(error) : new NotConnected(error);
  }
}

/** A 303 is a GET, and so is what 301 and 302 make of a POST (RFC 9110, 15.4); secrets do not follow to another origin. */
function redirected(step: SafeRequest, to: { status: number; sameOrigin: boolean }): SafeRequest {
  const becomesGet = to.status === 303 || (to.status < 303 && step.method === 'POST');
  const dropped = [
    ...(to.sameOrigin ? [] : ['authorization', 'cookie']),
    ...(becomesGet ? ['content-type', 'content-length'] : []),
  ];
  const kept = Object.entries(step.headers ?? {}).filter(([name]) => !dropped.includes(name.toLowerCase()));
  const { body, ...rest } = step;
  const next = { ...rest, headers: Object.fromEntries(kept) };
  if (becomesGet) return { ...next, method: 'GET' };
  return body === undefined ? next : { ...next, body };
}

async function* limited(
  answer: IncomingMessage,
  { maxBytes, release }: { maxBytes: number; release(): void },
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new DomainError('too_large', 'The answer is too large.');
      yield chunk;
    }
  } catch (error) {
    throw unreachable(error);
  } finally {
    release();
    answer.destroy();
  }
}

async function text(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function unreachable(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  return new DomainError('unavailable', 'The other side could not be reached.', { cause: error });
}
