// Who calls the webhook: Meta signs the raw bytes with the app's secret, and proves the address once with a token.
// Source: Meta, "Webhooks: validating payloads" and "verification requests".
import { createHmac, timingSafeEqual } from 'node:crypto';

/** @param header `sha256=` and 64 hex digits, as `X-Hub-Signature-256` has it */
export function isSigned(body: Buffer, header: unknown, secret: unknown): boolean {
  if (typeof secret !== 'string' || secret === '' || typeof header !== 'string') return false;
  const given = /^sha256=([0-9a-f]{64})$/i.exec(header)?.[1];
  if (given === undefined) return false;
  return timingSafeEqual(Buffer.from(given, 'hex'), createHmac('sha256', secret).update(body).digest());
}

/** What to answer to Meta's GET: the challenge, when the token is the channel's. */
export function challengeOf(query: URLSearchParams, verifyToken: unknown): string | undefined {
  const token = query.get('hub.verify_token');
  const challenge = query.get('hub.challenge');
  if (query.get('hub.mode') !== 'subscribe' || !challenge || challenge.length > 500) return undefined;
  if (typeof verifyToken !== 'string' || verifyToken === '' || token === null) return undefined;
  const [a, b] = [token, verifyToken].map((value) => createHmac('sha256', 'compare').update(value).digest());
  return timingSafeEqual(a!, b!) ? challenge : undefined;
}
