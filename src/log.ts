// One logger. Personal text (message bodies, names, addresses, tokens) is never logged at info or above.
import pino, { type DestinationStream, type Logger } from 'pino';

export type Log = Logger;

/** Name, message, code and stack: a driver's error carries rows and parameters in its other fields, which are personal. */
export function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const { name, message, stack, cause } = error;
  const { code } = error as { code?: unknown };
  return {
    name,
    message,
    ...(code !== undefined && { code: String(code) }),
    stack,
    ...(cause instanceof Error && { cause: cause.message }),
  };
}

export function createLog(level: string, destination?: DestinationStream): Log {
  const options = {
    level,
    serializers: { err: describeError, error: describeError },
    redact: {
      paths: [
        'req.headers.authorization',
        'req.headers.cookie',
        '*.password',
        '*.token',
        '*.apiKey',
        'res.headers["set-cookie"]',
      ],
      censor: '[secret]',
    },
  };
  return destination ? pino(options, destination) : pino(options);
}
