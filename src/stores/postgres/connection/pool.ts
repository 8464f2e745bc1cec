// How the stores connect: one URL, several roles; and what an unreachable server looks like to a caller.
import { Pool } from 'pg';
import { DomainError } from '../../../errors';
import type { Log } from '../../../log';

export interface Session {
  role?: string;
  /** Off only where a lost write is found again (the projection). */
  synchronousCommit?: 'off';
}

/** The URL with startup options: no statement runs before the role holds. */
export function urlAs(url: string, session: Session): string {
  const target = new URL(url);
  const options = [
    target.searchParams.get('options') ?? '',
    session.role ? `-c role=${session.role}` : '',
    session.synchronousCommit ? `-c synchronous_commit=${session.synchronousCommit}` : '',
    '-c timezone=UTC',
  ];
  target.searchParams.set('options', options.filter(Boolean).join(' '));
  target.searchParams.set('application_name', session.role ?? 'parley');
  // URLSearchParams writes a space as '+', which node-postgres would hand on as it is.
  return target.href.replaceAll('+', '%20');
}

export interface PoolOptions extends Session {
  url: string;
  size: number;
  log: Log;
}

/** A server that has gone without a word must not hold its callers for minutes; no statement of ours takes as long. */
export const limits = { query_timeout: 20_000, keepAlive: true };

export function openPool({ url, size, log, ...session }: PoolOptions): Pool {
  const pool = new Pool({
    connectionString: urlAs(url, session),
    max: size,
    connectionTimeoutMillis: 5000,
    ...limits,
  });
  pool.on('error', (error) => log.warn({ error: error.message }, 'PostgreSQL closed an idle connection'));
  return pool;
}

/** SQLSTATE classes and codes of a server that is away, starting, stopping, full or out of disk: the same call may work later. */
const passing = /^(08...|53...|57P0[1-5]|58030|25006)$/;
const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'EAI_AGAIN',
]);
const driverWords =
  /Connection terminated|Query read timeout|timeout exceeded when trying to connect|connection timeout|Client has encountered a connection error/i;

/** Turns "cannot be reached" into `unavailable`; every other error stays what it is. */
export function asUnavailable(error: unknown): unknown {
  if (error instanceof DomainError) return error;
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  const gone =
    networkCodes.has(String(code)) || passing.test(String(code)) || driverWords.test(String(message));
  if (!gone) return error;
  return new DomainError('unavailable', 'The database cannot be reached right now. Try again in a moment.', {
    retryAfter: 2,
    cause: error,
  });
}

/** SQLSTATE 23505. */
export function isUniqueViolation(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === '23505';
}

/** SQLSTATE classes 22 and 23: the values are at fault, and trying again changes nothing. */
export function isRowsFault(error: unknown): boolean {
  return /^2[23]/.test(String((error as { code?: unknown } | null)?.code));
}
