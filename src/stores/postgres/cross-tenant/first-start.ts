import { randomBytes } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { asUnavailable } from '../../unavailable';

const firstStartLock = 0x66697273;

export interface FirstStart {
  /**
   * The first organization with its admin (an agent too) and a web channel, unless there is an organization already: then the
   * oldest one is returned and nothing is written, with an active admin of it. Nodes that start together agree.
   */
  createFirstOrganization(first: {
    organizationName: string;
    /** Stored in lower case. */
    email: string;
    passwordHash: string;
    /** What customers see of the admin. */
    displayName: string;
    channelName: string;
  }): Promise<{ created: boolean; organizationId: string; channelKey?: string; adminEmail?: string }>;
  /** Names of organizations in which nobody is an active admin, oldest first; at most ten. */
  organizationsWithoutAdmin(): Promise<string[]>;
}

export function createFirstStart(pool: Pool): FirstStart {
  return {
    createFirstOrganization: (first) =>
      inTransaction(pool, async (client) => {
        await client.query('SELECT pg_advisory_xact_lock($1)', [firstStartLock]);
        const oldest = await client.query<{ id: string; key: string | null; admin: string | null }>(
          `SELECT o.id, (SELECT key FROM channels WHERE organization_id = o.id AND type = 'web' ORDER BY created_at, id LIMIT 1),
             (SELECT email FROM users WHERE organization_id = o.id AND role = 'admin' AND is_active
               ORDER BY created_at, id LIMIT 1) AS admin
           FROM organizations o ORDER BY o.created_at, o.id LIMIT 1`,
        );
        const [found] = oldest.rows;
        if (found) {
          return {
            created: false,
            organizationId: found.id,
            ...(found.key !== null && { channelKey: found.key }),
            ...(found.admin !== null && { adminEmail: found.admin }),
          };
        }
        const channelKey = randomBytes(16).toString('base64url');
        const made = await client.query<{ organization_id: string }>(
          `WITH organization AS (INSERT INTO organizations (name, max_agents) VALUES ($1, 1000) RETURNING id),
             person AS (INSERT INTO users (email, password_hash, first_name, role, organization_id)
               SELECT lower($2), $3, $4, 'admin', id FROM organization RETURNING id, organization_id),
             agent AS (INSERT INTO agents (organization_id, user_id, display_name, max_concurrent_chats)
               SELECT organization_id, id, $4, 3 FROM person)
           INSERT INTO channels (organization_id, name, type, key)
             SELECT id, $5, 'web', $6 FROM organization RETURNING organization_id`,
          [
            first.organizationName,
            first.email,
            first.passwordHash,
            first.displayName,
            first.channelName,
            channelKey,
          ],
        );
        return {
          created: true,
          organizationId: made.rows[0]!.organization_id,
          channelKey,
          adminEmail: first.email.toLowerCase(),
        };
      }),
    organizationsWithoutAdmin: () =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query<{ name: string }>(
          `SELECT o.name FROM organizations o WHERE NOT EXISTS
             (SELECT FROM users WHERE organization_id = o.id AND role = 'admin' AND is_active)
           ORDER BY o.created_at, o.id LIMIT 10`,
        );
        return rows.map(({ name }) => name);
      }),
  };
}

async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch((error: unknown) => {
    throw asUnavailable(error);
  });
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    client.release();
    return result;
  } catch (error) {
    // A connection in an unknown state goes; the server rolls back.
    client.release(true);
    throw asUnavailable(error);
  }
}
