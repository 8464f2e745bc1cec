// A webhook whose caller signs the raw bytes with a secret that only both know.
import { createHmac, timingSafeEqual } from 'node:crypto';

/** @param header `sha256=` and 64 hex digits, as `X-Hub-Signature-256` of Meta has it, and `X-Parley-Signature` */
export function isSigned(body: Buffer, header: unknown, secret: unknown): boolean {
  if (typeof secret !== 'string' || secret === '' || typeof header !== 'string') return false;
  const given = /^sha256=([0-9a-f]{64})$/i.exec(header)?.[1];
  if (given === undefined) return false;
  return timingSafeEqual(Buffer.from(given, 'hex'), createHmac('sha256', secret).update(body).digest());
}
