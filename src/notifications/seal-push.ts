// web-push encrypts for the device and signs as this server (RFC 8291, 8292); who asked for it sends.
import webPush from 'web-push';
import type { SealPush } from './pushes';

/** This server's, in base64url. */
export interface PushKeys {
  publicKey: string;
  privateKey: string;
}

export const newPushKeys = (): PushKeys => webPush.generateVAPIDKeys();

/** @param subject whom a push service writes to: a https: or mailto: address */
export const createSealPush =
  (keys: () => Promise<PushKeys>, subject: string): SealPush =>
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
