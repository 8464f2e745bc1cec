// When a message that could not be sent is tried again, and when no longer.
import type { PendingDelivery } from '../store';

const shortestMs = 1_000;
const longestMs = 3_600_000;
/** After this, what could not be reached is given up, visibly. */
const giveUpMs = 24 * 3_600_000;

/**
 * Twice as long after each try, and up to a quarter more, so that not all come back at once; undefined: it is given up.
 * @param retryAfterMs the least, as the provider says
 */
export function nextTry(
  { createdAt, attempts }: Pick<PendingDelivery, 'createdAt' | 'attempts'>,
  {
    retryAfterMs = 0,
    now = Date.now(),
    random = Math.random(),
  }: {
    retryAfterMs?: number;
    now?: number;
    random?: number;
  } = {},
): Date | undefined {
  if (now - Date.parse(createdAt) > giveUpMs) return undefined;
  const doubled = Math.min(longestMs, shortestMs * 2 ** attempts);
  return new Date(now + Math.max(retryAfterMs, doubled) * (1 + random / 4));
}
