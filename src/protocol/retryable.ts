// Which errors of an ack or a handshake may be over by themselves.
const passing = ['unavailable', 'rate_limited', 'capacity', 'internal'];

/** The same call can work later. */
export function isRetryable(code: string): boolean {
  return passing.includes(code);
}
