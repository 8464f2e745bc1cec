// One page of the web as an article: asked for politely, told apart from what is no page, and only fetched again when it changed.
import { DomainError } from '../../errors';
import type { SafeFetch, SafeResponse } from '../../tools/safe-fetch';
import type { DocumentText } from '../documents';
import { agentName, parseRobots } from './robots';

export type FetchedPage =
  | { kind: 'page'; text: DocumentText; url: string; etag?: string; lastModified?: string }
  | { kind: 'unchanged' }
  /** The site says that it is not there (404, 410). */
  | { kind: 'gone'; reason: string }
  /** It is not to be had, or is no article; asking again soon changes nothing. */
  | { kind: 'skipped'; reason: string }
  /** It may be there next time. */
  | { kind: 'failed'; reason: string };

export interface WebPagesDeps {
  fetch: SafeFetch;
  documents: { read(fileName: string, bytes: Buffer): Promise<DocumentText> };
}

/** What the page was when it was read last. */
export interface KnownPage {
  etag: string | null;
  lastModified: string | null;
}

const userAgent = `${agentName} (knowledge import)`;
const pageLimits = { timeoutMs: 20_000, maxBytes: 3_000_000 };
const robotsLimits = { timeoutMs: 10_000, maxBytes: 1_000_000 };

/** The ending under which the document reader knows a type. */
const endings: Record<string, string> = {
  'text/html': '.html',
  'application/xhtml+xml': '.html',
  'text/plain': '.txt',
  'text/markdown': '.md',
  'application/pdf': '.pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': '.docx',
};

/** Remembers the robots.txt of each site for as long as it lives: one run. */
export function createWebPages({ fetch, documents }: WebPagesDeps) {
  const robots = new Map<string, Promise<(path: string) => boolean>>();

  function mayFetch({ origin, pathname, search }: URL): Promise<boolean> {
    let rules = robots.get(origin);
    if (!rules) robots.set(origin, (rules = readRobots(fetch, origin)));
    return rules.then((allows) => allows(pathname + search));
  }

  async function get(url: string, known: KnownPage): Promise<FetchedPage> {
    if (!(await mayFetch(new URL(url))))
      return { kind: 'skipped', reason: 'The robots.txt of the site asks programs to stay away from it.' };
    const headers = {
      'user-agent': userAgent,
      accept: 'text/html, text/markdown, text/plain, application/pdf',
      ...(known.etag !== null && { 'if-none-match': known.etag }),
      ...(known.lastModified !== null && { 'if-modified-since': known.lastModified }),
    };
    const answer = await fetch(url, { ...pageLimits, headers });
    const refused = refusalOf(answer);
    if (refused) {
      await drop(answer);
      return refused;
    }
    const place = new URL(answer.url);
    if (place.origin !== new URL(url).origin && !(await mayFetch(place))) {
      await drop(answer);
      return {
        kind: 'skipped',
        reason: `It leads to ${place.host}, whose robots.txt asks programs to stay away.`,
      };
    }
    return read(documents, answer);
  }

  return {
    /** Never rejects for what the site does. */
    async fetch(url: string, known: KnownPage): Promise<FetchedPage> {
      try {
        return await get(url, known);
      } catch (error) {
        if (error instanceof URIError)
          return { kind: 'skipped', reason: 'Its address is not written as addresses are.' };
        if (!(error instanceof DomainError) || error.code === 'internal') throw error;
        const isOver = error.code === 'unavailable';
        return { kind: isOver ? 'failed' : 'skipped', reason: error.message };
      }
    },
    /** Of a sitemap. @throws what `safeFetch` throws, `invalid` where it is not there, `unavailable` where it may come back */
    async text(url: string): Promise<string> {
      const answer = await fetch(url, {
        timeoutMs: 20_000,
        maxBytes: 10_000_000,
        headers: { 'user-agent': userAgent },
      });
      if (answer.status !== 200) {
        await drop(answer);
        const isPassing = answer.status >= 500 || [408, 425, 429].includes(answer.status);
        throw new DomainError(isPassing ? 'unavailable' : 'invalid', `${url} answered ${answer.status}.`);
      }
      return answer.text();
    },
  };
}

async function read(documents: WebPagesDeps['documents'], answer: SafeResponse): Promise<FetchedPage> {
  const type = String(answer.headers['content-type'] ?? 'text/html')
    .split(';')[0]!
    .trim()
    .toLowerCase();
  const ending = endings[type];
  if (ending === undefined) {
    await drop(answer);
    return { kind: 'skipped', reason: `It is no page: ${type.slice(0, 100)}.` };
  }
  const bytes = await bytesOf(answer);
  if (ending === '.html' && isNotIndexed(answer, bytes))
    return { kind: 'skipped', reason: 'The page asks programs not to take it (noindex).' };
  const { etag, 'last-modified': lastModified } = answer.headers;
  const name = decodeURIComponent(new URL(answer.url).pathname.split('/').findLast(Boolean) ?? 'page');
  const text = await documents.read(name.replace(/\.\w{1,5}$/, '') + ending, bytes);
  return {
    kind: 'page',
    text,
    url: answer.url,
    ...(etag !== undefined && { etag }),
    ...(lastModified !== undefined && { lastModified }),
  };
}

/** A site that has no rules allows everything; one whose rules are not to be had now, nothing (RFC 9309, 2.3.1). */
async function readRobots(fetch: SafeFetch, origin: string): Promise<(path: string) => boolean> {
  const answer = await fetch(`${origin}/robots.txt`, {
    ...robotsLimits,
    headers: { 'user-agent': userAgent },
  });
  if (answer.status >= 200 && answer.status < 300) return parseRobots(await answer.text());
  await drop(answer);
  if (answer.status >= 500)
    throw new DomainError('unavailable', 'The robots.txt of the site could not be read.');
  return () => true;
}

function refusalOf({ status }: SafeResponse): FetchedPage | undefined {
  if (status === 304) return { kind: 'unchanged' };
  if (status === 404 || status === 410) return { kind: 'gone', reason: `The page is not there (${status}).` };
  if (status === 401 || status === 403)
    return { kind: 'skipped', reason: `The site shows it only to whom it knows (${status}).` };
  if (status < 200 || status > 299) return { kind: 'failed', reason: `The site answered ${status}.` };
  return undefined;
}

function isNotIndexed({ headers }: SafeResponse, bytes: Buffer): boolean {
  const forbids = (text: string) => /\b(?:noindex|none)\b/i.test(text);
  if (forbids(String(headers['x-robots-tag'] ?? ''))) return true;
  const metas =
    bytes
      .subarray(0, 100_000)
      .toString('latin1')
      .match(/<meta\s[^>]{0,500}>/gi) ?? [];
  return metas.some((meta) => /name\s*=\s*["']?robots\b/i.test(meta) && forbids(meta));
}

async function bytesOf({ body }: SafeResponse): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Ends the connection without reading what nobody wants. */
async function drop({ body }: SafeResponse): Promise<void> {
  await body[Symbol.asyncIterator]().return?.();
}
