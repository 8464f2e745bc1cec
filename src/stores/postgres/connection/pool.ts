// How the stores connect: one URL, several roles.
import { Pool } from 'pg';
import type { Log } from '../../../log';
import type { Login } from './database-roles';

export interface Session {
  /** The owner when absent. */
  login?: Login;
  /** What it creates belongs to this group of the login. */
  role?: string;
  /** Off only where a lost write is found again (the projection). */
  synchronousCommit?: 'off';
  /** More of the server's settings, for this pool's connections. */
  settings?: Record<string, string>;
}

/** The URL with another user and startup options. */
export function urlAs(url: string, session: Session): string {
  const target = new URL(url);
  const options = [
    target.searchParams.get('options') ?? '',
    session.role ? `-c role=${session.role}` : '',
    session.synchronousCommit ? `-c synchronous_commit=${session.synchronousCommit}` : '',
    ...Object.entries(session.settings ?? {}).map(([name, value]) => `-c ${name}=${value}`),
    '-c timezone=UTC',
  ];
  target.searchParams.set('options', options.filter(Boolean).join(' '));
  target.searchParams.set('application_name', session.login?.user ?? 'parley');
  if (session.login) {
    target.username = session.login.user;
    target.password = session.login.password;
  }
  // URLSearchParams writes a space as '+', which node-postgres would hand on as it is.
  return target.href.replaceAll('+', '%20');
}

export interface PoolOptions extends Session {
  url: string;
  size: number;
  log: Log;
  /** Connections that stay open; none by default. */
  min?: number;
}

/** A server that has gone without a word must not hold its callers for minutes; no statement of ours takes as long. */
export const limits = { query_timeout: 20_000, keepAlive: true, keepAliveInitialDelayMillis: 30_000 };

/**
 * Connections that stay open when nobody uses them, of each pool on a customer's way: to make one takes longer than an answer, and
 * PostgreSQL holds about 5 MB for each.
 */
export const keptOpen = { min: 2 };

export function openPool({ url, size, log, min = 0, ...session }: PoolOptions): Pool {
  const pool = new Pool({
    connectionString: urlAs(url, session),
    max: size,
    min,
    connectionTimeoutMillis: 5000,
    ...limits,
  });
  pool.on('error', (error) => log.warn({ error: error.message }, 'PostgreSQL closed an idle connection'));
  return pool;
}

/** SQLSTATE 23505. */
export function isUniqueViolation(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === '23505';
}

/** SQLSTATE classes 22 and 23: the values are at fault, and trying again changes nothing. */
export function isRowsFault(error: unknown): boolean {
  return /^2[23]/.test(String((error as { code?: unknown } | null)?.code));
}
