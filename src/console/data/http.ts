// The REST API as the signed-in user: JSON in and out, one renewal when the token ran out, failures as sentences.
import type { Auth } from './auth';
import { fromProblem, noAnswer } from './failure';

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

type Query = Record<string, string | number | readonly string[] | undefined>;

export type Http = ReturnType<typeof createHttp>;

export function createHttp({ fetch, auth }: { fetch: typeof window.fetch; auth: Auth }) {
  function send(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('Authorization', `Bearer ${auth.token() ?? ''}`);
    return fetch(`/api/v1/${path}`, { ...init, headers }).catch(() => {
      throw noAnswer();
    });
  }

  const call = async <T>(path: string, init: RequestInit): Promise<T> => (await ask<T>(path, init)).body;

  async function ask<T>(path: string, init: RequestInit): Promise<{ body: T; tag: string | null }> {
    let response = await send(path, init);
    if (response.status === 401) {
      await auth.refresh();
      response = await send(path, init);
    }
    const answer: unknown = response.status === 204 ? undefined : await response.json().catch(() => null);
    if (!response.ok) throw fromProblem(response.status, answer);
    return { body: answer as T, tag: response.headers.get('ETag') };
  }

  const withBody = (method: string, body: unknown, key: string = crypto.randomUUID()): RequestInit => ({
    method,
    headers: {
      'Content-Type': 'application/json',
      ...(method === 'POST' && { 'Idempotency-Key': key }),
    },
    body: JSON.stringify(body ?? {}),
  });

  return {
    get: <T>(path: string, query: Query = {}) => call<T>(path + search(query), { method: 'GET' }),
    /** @param key asked again with the same one, it is done once */
    post: <T>(path: string, body?: unknown, key?: string) => call<T>(path, withBody('POST', body, key)),
    /** With its ETag, for `putOver`. */
    getTagged: <T>(path: string) => ask<T>(path, { method: 'GET' }),
    put: <T>(path: string, body: unknown) => call<T>(path, withBody('PUT', body)),
    /** Refused (`conflict`) where it is another by now than the one with this tag. */
    putOver<T>(path: string, body: unknown, tag: string | null): Promise<T> {
      const init = withBody('PUT', body);
      return call<T>(path, { ...init, headers: { ...init.headers, ...(tag && { 'If-Match': tag }) } });
    },
    patch: <T>(path: string, body: unknown) => call<T>(path, withBody('PATCH', body)),
    remove: (path: string) => call<unknown>(path, { method: 'DELETE' }),
    /** multipart, for documents and pictures. */
    upload: <T>(path: string, form: FormData, method: 'POST' | 'PUT' = 'POST') =>
      call<T>(path, { method, body: form, headers: { 'Idempotency-Key': crypto.randomUUID() } }),
  };
}

function search(query: Query): string {
  const set = Object.entries(query)
    .flatMap(([key, value]) => [value].flat().map((one) => [key, one] as const))
    .filter(([, value]) => value !== undefined && value !== '');
  return set.length
    ? `?${new URLSearchParams(set.map(([key, value]) => [key, String(value)])).toString()}`
    : '';
}

/** More pages than anybody fills of what a team writes for itself. */
const mostPages = 10;

/** All of a short list. */
export async function allPages<T>(http: Pick<Http, 'get'>, path: string): Promise<T[]> {
  const found: T[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const { items, nextCursor } = await http.get<Page<T>>(path, { limit: 200, cursor });
    found.push(...items);
    if (nextCursor === null) break;
    cursor = nextCursor;
  }
  return found;
}
