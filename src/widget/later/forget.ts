// The end of what a browser keeps of a person who was signed out.
import type { Forgotten } from '../frame-messages';
import { keysOf, type KeyValues } from '../outbox';
import { apiUrl } from '../server-url';

/** @returns the persons of whom nothing is left: neither here nor a token that the server would take */
export async function forget(
  storage: KeyValues,
  channelKey: string,
  persons: readonly Forgotten[],
): Promise<string[]> {
  const ended = await Promise.all(
    persons.map(async ({ person, token }) => {
      for (const kind of ['draft', 'outbox'])
        for (const key of keysOf(storage, `parley:${kind}:${channelKey}:${person}:`)) storage.removeItem(key);
      return !token || (await endToken(token)) ? [person] : [];
    }),
  );
  return ended.flat();
}

/** A token that the server does not know has ended already. */
async function endToken(token: string): Promise<boolean> {
  try {
    const headers = { Authorization: `Bearer ${token}` };
    const { ok, status } = await fetch(apiUrl('widget/logout'), { method: 'POST', headers, keepalive: true });
    return ok || status === 401 || status === 404;
  } catch {
    return false;
  }
}
