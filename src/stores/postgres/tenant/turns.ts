// One at a time on all nodes: the database keeps the line, and lets go of whoever died or fell silent.
import type { PoolClient } from 'pg';
import { asUnavailable } from '../../unavailable';
import type { Login } from '../connection/database-roles';
import { openPool, type PoolOptions } from '../connection/pool';

/** What may hold a turn up: the wait for it, and a holder that says nothing. */
const times = { lock_timeout: '3s', idle_in_transaction_session_timeout: '10s' };
/** Turns of so many names at the same time. */
const turns = 4;

const begin = `SELECT set_config('app.organization_id', $1, true), pg_advisory_xact_lock(hashtextextended($2, 0))`;

export interface Turns {
  /** @param name of what is done in turn; the organization is part of it */
  turn<T>(of: { organizationId: string; name: string }, work: (client: PoolClient) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** A pool of its own: what a turn does needs the others, and must not wait for those who wait for a turn. */
export function openTurns({ url, login, log }: Pick<PoolOptions, 'url' | 'log'> & { login: Login }): Turns {
  const pool = openPool({ url, login, log, size: turns, settings: times });
  return {
    async turn({ organizationId, name }, work) {
      const client = await pool.connect().catch((error: unknown) => {
        throw asUnavailable(error);
      });
      let whole = false;
      // The server may end it while nobody asks anything: the next query then says so.
      const ignore = (): void => undefined;
      client.on('error', ignore);
      try {
        await client.query('BEGIN');
        const values = [organizationId, `${name} ${organizationId}`];
        await client.query({ name: 'turn.begin', text: begin, values });
        const result = await work(client);
        // What was done stands, however the turn ends.
        whole = await client.query('COMMIT').then(
          () => true,
          () => false,
        );
        return result;
      } catch (error) {
        throw asUnavailable(error);
      } finally {
        client.off('error', ignore);
        client.release(!whole);
      }
    },
    close: () => pool.end(),
  };
}
