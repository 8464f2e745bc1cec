// Bytes that only this installation reads: AES-256-GCM (NIST SP 800-38D), a fresh nonce each time.
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

export interface Seal {
  seal(plain: Buffer): Buffer;
  /** @throws Error when another key sealed it, or it was changed */
  open(sealed: Buffer): Buffer;
  /** What a text is known again by, to whoever has the key; nobody reads it from it. */
  mark(text: string): string;
}

const nonceBytes = 12;
const tagBytes = 16;
const noncesAtOnce = 256;

/** Random bytes are asked for many at a time: asking costs more than having them. */
function createNonces(): () => Buffer {
  let left = Buffer.alloc(0);
  return () => {
    if (left.length === 0) left = randomBytes(noncesAtOnce * nonceBytes);
    const nonce = left.subarray(0, nonceBytes);
    left = left.subarray(nonceBytes);
    return nonce;
  };
}

/** @param key 32 bytes */
export function createSeal(key: Buffer): Seal {
  const nextNonce = createNonces();
  return {
    seal(plain) {
      const nonce = nextNonce();
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const parts = [cipher.update(plain), cipher.final()];
      return Buffer.concat([nonce, cipher.getAuthTag(), ...parts]);
    },
    open(sealed) {
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes));
      decipher.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
      return Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()]);
    },
    mark: (text) => createHmac('sha256', key).update(text).digest('base64url'),
  };
}
