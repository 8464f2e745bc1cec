// Web Push: this server's keys, made when somebody first asks and kept beside those that sign tokens; web-push encrypts and
// signs, safeFetch sends.
import webPush from 'web-push';
import { sha256 } from '../identity/secrets';
import { createDevices } from '../notifications/devices';
import { stillNews } from '../notifications/mails';
import type { News } from '../notifications/news';
import { createPushes, type SealPush } from '../notifications/pushes';
import { createResolveSafeHost } from '../tools/safe-address';
import type { Parts } from './parts';

type PushParts = Pick<Parts, 'config' | 'stores' | 'tables' | 'queue' | 'sessions' | 'fetch' | 'log'>;

interface Keys {
  publicKey: string;
  privateKey: string;
}

interface Told {
  changed(organizationId: string): void;
  pushAgain(news: News): Promise<void>;
}

export function buildPushes(parts: PushParts, { changed, pushAgain }: Told) {
  const { config, stores, tables, queue, sessions, fetch, log } = parts;
  const keys = createKeys(stores);
  const subject = config.publicUrl?.startsWith('https:') ? config.publicUrl : `mailto:${config.admin.email}`;
  return {
    pushes: createPushes({
      devices: tables.pushDevices,
      news: tables.pushNews,
      lost: stores.postgres.crossTenant.lostPushes,
      ring: (job, at) =>
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
function createKeys({ postgres }: Parts['stores']): () => Promise<Keys> {
  return async () => {
    const made = webPush.generateVAPIDKeys();
    const kept = await postgres.crossTenant.setInstanceValue(
      'push_keys',
      `${made.publicKey}.${made.privateKey}`,
    );
    const [publicKey = '', privateKey = ''] = String(kept).split('.');
    return { publicKey, privateKey };
  };
}

const createSealPush =
  (keys: () => Promise<Keys>, subject: string): SealPush =>
  async ({ endpoint, p256dh, auth }, payload, { ttlSeconds, topic, urgency }) => {
    const { headers, body } = webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, payload, {
      vapidDetails: { subject, ...(await keys()) },
      TTL: ttlSeconds,
      topic,
      urgency,
      contentEncoding: 'aes128gcm',
    });
    const texts = Object.entries(headers).map(([name, value]) => [name, String(value)]);
    return { headers: Object.fromEntries(texts) as Record<string, string>, body };
  };
