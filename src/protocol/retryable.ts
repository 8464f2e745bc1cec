// Which errors of an ack or a handshake may be over by themselves.
import type { ErrorCode } from './model/error-codes';

const retryable: readonly ErrorCode[] = ['unavailable', 'rate_limited', 'capacity', 'internal'];

/** The same call can work later. */
export function isRetryable(code: string): boolean {
  return (retryable as readonly string[]).includes(code);
}
