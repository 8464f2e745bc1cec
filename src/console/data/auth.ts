// Who is signed in. The access token lives in memory; the refresh cookie, which no script can read, renews it.
import type { LoginResponse } from '../../protocol/logins';
import { createStore, type Store } from './store';
import { Failure, fromProblem, noAnswer, sentence } from './failure';
import { t } from '../i18n/translate';

export type User = LoginResponse['user'];

export interface AgentSelf {
  id: string;
  /** From the login. */
  displayName?: string;
  /** From the socket's `ready`. */
  name?: string;
}

export type AuthState =
  | { status: 'checking' }
  | { status: 'out'; reason?: string }
  | { status: 'in'; user: User; agent?: AgentSelf };

export type Auth = ReturnType<typeof createAuth>;

const base = '/api/v1/auth';

/** Says that there may be a refresh cookie, which no script can see: without it nobody is asked in vain. */
const hint = 'parley.signed-in';

interface Deps {
  fetch: typeof window.fetch;
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  /** Who comes in may want another language: true where the page is about to be loaded again for it. */
  reloadsFor(agent: LoginResponse['agent']): boolean;
}

export function createAuth({ fetch, storage, reloadsFor }: Deps) {
  const state = createStore<AuthState>({ status: 'checking' });
  let token: string | undefined;
  let renewal: ReturnType<typeof setTimeout> | undefined;
  let renewed: (token: string) => void = () => undefined;

  const post = (path: string, body?: unknown) => postTo(fetch, path, { token, body });

  function granted(answer: LoginResponse): void {
    token = answer.accessToken;
    storage.setItem(hint, 'yes');
    if (state.get().status !== 'in' && reloadsFor(answer.agent)) return;
    renewed(token);
    clearTimeout(renewal);
    const early = Math.max(5, answer.expiresIn - Math.min(60, answer.expiresIn / 4));
    renewal = setTimeout(() => void refresh().catch(() => undefined), early * 1000);
    state.set((before) => loggedIn(before, answer));
  }

  function signedOut(reason?: string): void {
    token = undefined;
    storage.removeItem(hint);
    clearTimeout(renewal);
    state.set(() => ({ status: 'out', ...(reason && { reason }) }));
  }

  const { refresh, changePassword } = createRenewals({ state, post, granted, signedOut });

  return {
    state,
    token: () => token,
    /** One listener: the socket. */
    onToken(listener: (token: string) => void): void {
      renewed = listener;
    },
    /** At start: goes on with the login of last time, if there is one. */
    async resume(): Promise<void> {
      if (storage.getItem(hint)) await refresh().catch(() => undefined);
      else signedOut();
    },
    refresh,
    /** Signs in: with a password, or by a link. */
    async enter(path: 'login' | 'join' | 'reset', body: object): Promise<void> {
      granted((await post(path, body)) as LoginResponse);
    },
    /** What needs no login. */
    ask: (path: 'invitation' | 'forgot', body: object) => post(path, body),
    changePassword,
    async logout(): Promise<void> {
      void endPushes().catch(() => undefined);
      await post('logout').catch(() => undefined);
      signedOut();
    },
  };
}

/** What its push service has taken already, and what is shown, is not for whoever is at the browser next. */
async function endPushes(): Promise<void> {
  const worker = await (navigator as Partial<Navigator>).serviceWorker?.getRegistration('/console/');
  if (!worker) return;
  for (const shown of await worker.getNotifications()) shown.close();
  const subscription = await (worker as Partial<ServiceWorkerRegistration>).pushManager?.getSubscription();
  await subscription?.unsubscribe();
}

interface RenewalDeps {
  state: Store<AuthState>;
  post(path: string, body?: unknown): Promise<unknown>;
  granted(answer: LoginResponse): void;
  signedOut(reason?: string): void;
}

/** New tokens for old ones. */
function createRenewals({ state, post, granted, signedOut }: RenewalDeps) {
  let refreshing: Promise<void> | undefined;

  async function renew(): Promise<void> {
    try {
      // One tab at a time: a refresh token is good for one use, and two uses end the login.
      granted((await alone(() => post('refresh'))) as LoginResponse);
    } catch (error) {
      const refused = error instanceof Failure && ['unauthenticated', 'forbidden'].includes(error.code);
      const was = state.get().status;
      if (refused) signedOut(was === 'in' ? t('Your login has ended. Sign in again.') : undefined);
      else if (was === 'checking') state.set(() => ({ status: 'out', reason: sentence(error) }));
      throw error;
    }
  }

  /** Rejects when there is no login to renew, or no answer. */
  function refresh(): Promise<void> {
    refreshing ??= renew().finally(() => {
      refreshing = undefined;
    });
    return refreshing;
  }

  /** Ends every login of the user and goes on with a new one: who wants a token meanwhile waits for it. */
  async function changePassword(change: { currentPassword: string; password: string }): Promise<void> {
    await refresh();
    const changed = alone(async () => granted((await post('password', change)) as LoginResponse));
    refreshing = changed
      .catch(() => undefined)
      .finally(() => {
        refreshing = undefined;
      });
    await changed;
  }

  return { refresh, changePassword };
}

function alone<T>(work: () => Promise<T>): Promise<T> {
  return 'locks' in navigator ? navigator.locks.request('parley-refresh', work) : work();
}

function loggedIn(before: AuthState, { user, agent }: LoginResponse): AuthState {
  if (before.status === 'in' && before.user.id === user.id) return before;
  return { status: 'in', user, ...(agent && { agent }) };
}

interface Post {
  token: string | undefined;
  body: unknown;
}

async function postTo(fetch: Deps['fetch'], path: string, { token, body }: Post): Promise<unknown> {
  const response = await fetch(`${base}/${path}`, {
    method: 'POST',
    credentials: 'same-origin',
    ...(body !== undefined && {
      headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    }),
  }).catch(() => {
    throw noAnswer();
  });
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) throw fromProblem(response.status, answer);
  return answer;
}
