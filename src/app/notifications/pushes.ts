// Web Push: this server's keys, made when somebody first asks and kept beside those that sign tokens.
import { sha256 } from '../../identity/secrets';
import { createDevices } from '../../notifications/devices';
import { stillNews } from '../../notifications/mails';
import type { News } from '../../notifications/news';
import { createPushes } from '../../notifications/pushes';
import { createSealPush, newPushKeys, type PushKeys } from '../../notifications/seal-push';
import { createResolveSafeHost } from '../../tools/safe-address';
import type { Parts } from '../parts';

type PushParts = Pick<Parts, 'config' | 'stores' | 'tables' | 'queue' | 'sessions' | 'fetch' | 'log'>;

interface OnPushes {
  changed(organizationId: string): void;
  pushAgain(news: News): Promise<void>;
}

export function buildPushes(parts: PushParts, { changed, pushAgain }: OnPushes) {
  const { config, stores, tables, queue, sessions, fetch, log } = parts;
  const keys = createKeys(stores);
  const subject = config.publicUrl?.startsWith('https:') ? config.publicUrl : `mailto:${config.admin.email}`;
  return {
    pushes: createPushes({
      devices: tables.pushDevices,
      news: tables.pushNews,
      lost: stores.postgres.crossTenant.lostPushes,
      enqueue: (job, at) =>
        queue.add('push', job, {
          key: `push:${job.deviceId}`,
          at,
          queue: `push ${laneOf(job.deviceId)}`,
        }),
      tellAgain: pushAgain,
      stillNews: (whom, what) => stillNews({ session: sessions.get, store: tables.mailNews }, whom, what),
      viewers: async (sessionId) => (await stores.realtime.context.get(sessionId)).viewers,
      seal: createSealPush(keys, subject),
      fetch,
      log,
    }),
    devices: createDevices({
      store: tables.pushDevices,
      forgetEndpoint: (endpoint, refreshToken) =>
        stores.postgres.crossTenant.forgetPushEndpoint(endpoint, sha256(refreshToken)),
      deviceOf: (refreshToken) => stores.postgres.crossTenant.pushDeviceOf(sha256(refreshToken)),
      checkHost: createResolveSafeHost({ allow: config.fetchAllow }),
      publicKey: async () => (await keys()).publicKey,
      changed,
    }),
  };
}

/** Push services that hang hold up so many jobs and no others. */
const lanes = 3;
const laneOf = (deviceId: string) => parseInt(deviceId.slice(0, 8), 16) % lanes;

/** All nodes share them: whoever asks first makes them. */
function createKeys({ postgres }: Parts['stores']): () => Promise<PushKeys> {
  return async () => {
    const made = newPushKeys();
    const kept = await postgres.crossTenant.setInstanceValue(
      'push_keys',
      `${made.publicKey}.${made.privateKey}`,
    );
    const [publicKey = '', privateKey = ''] = String(kept).split('.');
    return { publicKey, privateKey };
  };
}
