// Every code of an error, over HTTP and in socket acks.

export const errorCodes = [
  'invalid',
  'unauthenticated',
  'forbidden',
  'not_found',
  'conflict',
  'too_large',
  'rate_limited',
  'capacity',
  'unavailable',
  'internal',
] as const;
export type ErrorCode = (typeof errorCodes)[number];
