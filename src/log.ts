// One logger. Personal text (message bodies, names, addresses, tokens) is never logged at info or above.
import pino, { type Logger } from 'pino';

export type Log = Logger;

export function createLog(level: string): Log {
  return pino({
    level,
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
  });
}
