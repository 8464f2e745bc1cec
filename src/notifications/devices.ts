// Devices that take pushes: one a login, and gone with it.
import { DomainError } from '../errors';
import { say } from '../protocol/server-texts/said';
import type { PushRenewal, PushSubscribing } from '../protocol/notifications';
import type { Caller, PushDeviceStore } from './store';

export interface DevicesDeps {
  store: PushDeviceStore;
  /** Forgets it of every other login, in whichever organization: who signs in there now has the browser. */
  forgetEndpoint(endpoint: string, refreshToken: string): Promise<void>;
  deviceOf(refreshToken: string): Promise<{ organizationId: string; deviceId: string } | undefined>;
  /** Throws `forbidden` or `unavailable`. */
  checkHost(host: string): Promise<{ isPublic: boolean }>;
  publicKey(): Promise<string>;
  changed(organizationId: string): void;
}

export type Devices = ReturnType<typeof createDevices>;

export function createDevices(deps: DevicesDeps) {
  const { store, forgetEndpoint, checkHost, publicKey, changed } = deps;
  return {
    async get(caller: Caller, refreshToken: string | undefined) {
      const { own, count } = await store.of(caller, refreshToken);
      return { publicKey: await publicKey(), subscribed: own, devices: count };
    },

    /** @throws `invalid` at `endpoint`, `forbidden` without a login of the caller's */
    async subscribe(caller: Caller, refreshToken: string | undefined, wish: PushSubscribing): Promise<void> {
      await checkEndpoint(checkHost, wish.endpoint);
      const { isSignedIn } = await store.of(caller, refreshToken);
      if (!isSignedIn || refreshToken === undefined) throw notSignedIn();
      const added = await taking(
        () => forgetEndpoint(wish.endpoint, refreshToken),
        () => store.add(caller, refreshToken, wish),
      );
      if (added === 'signed_out') throw notSignedIn();
      changed(caller.organizationId);
    },

    /**
     * Of the service worker, which has the cookie and nothing else: the push service has moved the browser. What the login
     * does not have is not begun by it, and a cookie that names no login changes nothing.
     * @throws `invalid` at `endpoint`
     */
    async renew(refreshToken: string | undefined, { endpoint, keys }: PushRenewal): Promise<void> {
      await checkEndpoint(checkHost, endpoint);
      const device = refreshToken === undefined ? undefined : await deps.deviceOf(refreshToken);
      if (refreshToken === undefined || !device) return;
      await taking(
        () => forgetEndpoint(endpoint, refreshToken),
        () => store.move(device.organizationId, device.deviceId, { endpoint, keys }),
      );
    },

    async unsubscribe(caller: Caller, refreshToken: string | undefined): Promise<void> {
      await store.removeOwn(caller, refreshToken);
      changed(caller.organizationId);
    },
  };
}

/** Tabs of one browser, and whoever signs in there next, may ask at the same time: who comes last has it. */
async function taking<T extends string>(
  forget: () => Promise<void>,
  add: () => Promise<T | 'taken'>,
): Promise<T> {
  for (let tries = 0; tries < 5; tries += 1) {
    await forget();
    const added = await add();
    if (added !== 'taken') return added;
  }
  throw new DomainError('unavailable', say('error_unavailable'));
}

const notSignedIn = () =>
  new DomainError('forbidden', 'Pushes come to a browser that is signed in: send its cookie along.');

/** https; without it only inside, where FETCH_ALLOW opens that. @throws `invalid` at `endpoint`, or `unavailable` */
export async function checkEndpoint(checkHost: DevicesDeps['checkHost'], endpoint: string): Promise<void> {
  const refuse = (message: string) =>
    new DomainError('invalid', message, { errors: [{ path: 'endpoint', message }] });
  const { protocol, hostname } = new URL(endpoint);
  const found = await checkHost(hostname).catch((error: unknown) => {
    if (error instanceof DomainError && error.code === 'forbidden') throw refuse(error.message);
    throw error;
  });
  if (protocol !== 'https:' && (protocol !== 'http:' || found.isPublic))
    throw refuse('A push service has an address that begins with https://.');
}
