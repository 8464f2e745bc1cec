import type { SessionStatus } from '../../../protocol/model/session';
import type { Query } from './query';

/** What belongs to the installation and to no organization. */
export interface Instance {
  /** A value that all nodes share, such as the key that signs tokens. */
  instanceValue(key: string): Promise<unknown>;
  /** Writes the value unless one is there; resolves to the one that stays. */
  setInstanceValue(key: string, value: unknown): Promise<unknown>;
  /** For metrics: closed sessions are not counted. */
  totals(): Promise<{ sessions: Record<Exclude<SessionStatus, 'closed'>, number> }>;
}

export function createInstance(query: Query): Instance {
  const instanceValue = async (key: string) => {
    const [row] = await query<{ value: unknown }>('instance', 'SELECT value FROM instance WHERE key = $1', [
      key,
    ]);
    return row?.value;
  };
  return {
    instanceValue,
    async setInstanceValue(key, value) {
      await query(
        'instance-set',
        'INSERT INTO instance (key, value) VALUES ($1, $2::jsonb) ON CONFLICT (key) DO NOTHING',
        [key, JSON.stringify(value)],
      );
      return instanceValue(key);
    },
    async totals() {
      const rows = await query<{ status: Exclude<SessionStatus, 'closed'>; sessions: number }>(
        'totals',
        `SELECT status, count(*)::int AS sessions FROM sessions WHERE status <> 'closed' GROUP BY status`,
      );
      const byStatus = Object.fromEntries(rows.map((row) => [row.status, row.sessions]));
      return { sessions: { active: 0, waiting: 0, with_agent: 0, ...byStatus } };
    },
  };
}
