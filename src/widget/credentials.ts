// As whom the browser speaks: a visitor token, and for who is signed in, the identity that the host page brought.
import type { Connection, Ready } from './connection';

interface CredentialsDeps {
  channelKey: string;
  token?: string;
  identity?: string;
  tokenChanged: (token: string) => void;
  /** The server refused the identity, or it runs out; `renew` brings a newer one. */
  identityEnds: () => void;
}

export interface Credentials {
  token(): string | undefined;
  auth(): Record<string, string>;
  /** Takes the token that the server gave. False: it is somebody's who is not signed in here any more, and was forgotten. */
  accepts(news: Ready): boolean;
  /** Forgets what was refused. Who was signed in never goes on as nobody: a new identity is asked for. */
  refused(): 'again' | 'refused' | 'expired';
  expired(): void;
  renew(identity: string, connection: Connection): Promise<void>;
}

/** So long before a sign-in runs out, a newer one is asked for. */
const renewBeforeMs = 60_000;
/** A longer time makes a browser's timer ring at once. */
const longestMs = 2 ** 31 - 1;

export function createCredentials(deps: CredentialsDeps): Credentials {
  let { token, identity } = deps;
  const isSignedIn = identity !== undefined;
  let ends: ReturnType<typeof setTimeout> | undefined;

  function forget(): void {
    if (token !== undefined) deps.tokenChanged('');
    token = undefined;
  }

  function expired(): void {
    clearTimeout(ends);
    identity = undefined;
    deps.identityEnds();
  }

  function expiresAt(at: string | undefined): void {
    clearTimeout(ends);
    if (!at) return;
    const inMs = Math.max(0, Date.parse(at) - Date.now() - renewBeforeMs);
    if (inMs < longestMs) ends = setTimeout(deps.identityEnds, inMs);
  }

  return {
    expired,
    token: () => token,
    auth: () => ({
      channelKey: deps.channelKey,
      ...(token && { visitorToken: token }),
      ...(identity && { identity }),
    }),
    accepts({ visitorToken, customer, ...news }) {
      if (customer.verified && !isSignedIn) {
        forget();
        return false;
      }
      for (const { path, message } of news.identityIssues ?? [])
        console.warn(`Parley: "${path}" of the identity ${message}`);
      expiresAt(news.expiresAt);
      if (visitorToken !== token) deps.tokenChanged((token = visitorToken));
      return true;
    },
    refused() {
      if (isSignedIn) {
        if (identity) expired();
        return 'expired';
      }
      const next = token === undefined ? 'refused' : 'again';
      forget();
      return next;
    },
    async renew(next, connection) {
      identity = next;
      const ack = await connection.call<{ expiresAt: string }>('auth:refresh', { identity });
      if (ack.ok) expiresAt(ack.expiresAt);
      else connection.reconnect();
    },
  };
}
