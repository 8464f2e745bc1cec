import type { Query } from './query';

/** What the hourly maintenance needs across organizations. */
export interface Maintenance {
  organizationIds(): Promise<string[]>;
  /** Milliseconds since 1970, by the database's clock. */
  time(): Promise<number>;
  /** Forgets refresh tokens that ran out. Returns how many. */
  forgetRefreshTokens(): Promise<number>;
}

export function createMaintenance(query: Query): Maintenance {
  return {
    async organizationIds() {
      const rows = await query<{ id: string }>(
        'organization-ids',
        'SELECT id FROM organizations ORDER BY id',
      );
      return rows.map(({ id }) => id);
    },
    async time() {
      const [row] = await query<{ now: number }>(
        'time',
        'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now',
      );
      return row!.now;
    },
    async forgetRefreshTokens() {
      const gone = await query(
        'forget-refresh-tokens',
        'DELETE FROM refresh_tokens WHERE expires_at < now() RETURNING 1',
      );
      return gone.length;
    },
  };
}
