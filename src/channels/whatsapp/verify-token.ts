// Whether the address is ours: Meta proves it once with a token. Source: Meta, "Webhooks: verification requests".
import { createHmac, timingSafeEqual } from 'node:crypto';

/** What to answer to Meta's GET: the challenge, when the token is the channel's. */
export function challengeOf(query: URLSearchParams, verifyToken: unknown): string | undefined {
  const token = query.get('hub.verify_token');
  const challenge = query.get('hub.challenge');
  if (query.get('hub.mode') !== 'subscribe' || !challenge || challenge.length > 500) return undefined;
  if (typeof verifyToken !== 'string' || verifyToken === '' || token === null) return undefined;
  const [a, b] = [token, verifyToken].map((value) => createHmac('sha256', 'compare').update(value).digest());
  return timingSafeEqual(a!, b!) ? challenge : undefined;
}
