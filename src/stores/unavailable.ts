// "Not now", said by whichever store: the one place that knows it from "never". Everything else stays the error that it is.
import { DomainError } from '../errors';
import { say } from '../protocol/server-texts/said';

/**
 * SQLSTATEs (PostgreSQL's Appendix A) of a server that is away, starting, stopping, full, read-only or out of disk, and of a
 * statement that lost to another or was called off: the same call may work later.
 */
const sqlStates = /^(08...|53...|57P0[1-5]|57014|58030|25006|40001|40P01|55P03)$/;

/** Node's, for sockets and names. */
const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
]);

/** node-postgres has no codes for these. */
const driverWords =
  /Connection terminated|Query read timeout|timeout exceeded when trying to connect|connection timeout|Client has encountered a connection error/i;

/** Of the MongoDB driver and mongoose: no server, no primary, no answer in time. */
const mongoNames =
  /^(MongoNetwork(Timeout)?Error|Mongo(ose)?ServerSelectionError|MongoNotConnectedError|MongoTopologyClosedError|MongoPoolCleared\w*Error|MongoWaitQueueTimeoutError|MongoOperationTimeoutError|MongoWriteConcernError)$/;
const mongooseWords = /before initial connection is complete|Connection was force closed/;

/** MongoDB's error codes: stepping down, shutting down, not primary, time-outs, no majority, no disk. */
const mongoCodes = new Set([
  6, 7, 50, 64, 89, 91, 100, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436, 14031, 17053,
]);

interface Described {
  name?: unknown;
  code?: unknown;
  message?: unknown;
}

function isPassing({ name, code, message }: Described): boolean {
  if (typeof code === 'number') return mongoCodes.has(code) || mongoNames.test(String(name));
  return (
    sqlStates.test(String(code)) ||
    networkCodes.has(String(code)) ||
    mongoNames.test(String(name)) ||
    driverWords.test(String(message)) ||
    mongooseWords.test(String(message))
  );
}

export function unavailable(cause: unknown): DomainError {
  return new DomainError('unavailable', say('database_away'), {
    retryAfter: 2,
    cause,
  });
}

/** Turns "not now" into `unavailable`; every other error stays what it is. */
export function asUnavailable(error: unknown): unknown {
  if (error instanceof DomainError || typeof error !== 'object' || error === null) return error;
  return isPassing(error as Described) ? unavailable(error) : error;
}

/** The same store, whose rejections went through `asUnavailable`. */
export function sayingUnavailable<Store extends object>(store: Store): Store {
  const calls = Object.entries(store as Record<string, (...args: unknown[]) => Promise<unknown>>);
  return Object.fromEntries(
    calls.map(([name, call]) => [
      name,
      async (...args: unknown[]) => {
        try {
          return await call(...args);
        } catch (error) {
          throw asUnavailable(error);
        }
      },
    ]),
  ) as Store;
}
