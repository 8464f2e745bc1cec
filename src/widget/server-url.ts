// Where the server is: the frame's own folder is `widget/` below it, also where a proxy puts all of it below a path.

const base = typeof location === 'undefined' ? undefined : new URL('..', location.href);

/** An address of the server, from its path without a leading slash. */
export function serverUrl(path: string): string {
  return new URL(path, base).href;
}

export function apiUrl(path: string): string {
  return serverUrl(`api/v1/${path}`);
}
