import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { Caller, PushDevice, PushDeviceStore } from '../../../../notifications/store';
import { isUniqueViolation } from '../../connection/pool';
import type { WithOrganization } from '../../sql/paging';

const mostOfOne = 10;

/** Of a device `p`: it has not ended. */
export const loginLives = `EXISTS (SELECT FROM refresh_tokens r WHERE r.family = p.family AND r.expires_at > now())`;

const hashOf = (refreshToken: string) => createHash('sha256').update(refreshToken).digest('hex');

/** The login that the token is of, if it is the caller's. */
async function familyOf(
  manager: EntityManager,
  { organizationId, userId }: Caller,
  refreshToken: string | undefined,
): Promise<string | undefined> {
  if (refreshToken === undefined) return undefined;
  const [row] = await manager.query<Array<{ family: string }>>(
    `SELECT family FROM refresh_tokens
     WHERE organization_id = $1 AND user_id = $2 AND token_hash = $3 AND expires_at > now()`,
    [organizationId, userId, hashOf(refreshToken)],
  );
  return row?.family;
}

function takenOrThrow(error: unknown): 'taken' {
  if (isUniqueViolation(error)) return 'taken';
  throw error;
}

export function createPushDeviceStore(withOrganization: WithOrganization): PushDeviceStore {
  return {
    ...ofLogins(withOrganization),

    get: (organizationId, id) =>
      withOrganization(organizationId, async (manager) => {
        const [row] = await manager.query<PushDevice[]>(
          `SELECT p.id, p.agent_id AS "agentId", p.endpoint, p.p256dh, p.auth, p.words,
             p.minute_from AS "minuteFrom", p.minute_count AS "minuteCount", p.waiting_told_at AS "waitingToldAt"
           FROM push_devices p
           WHERE p.organization_id = $1 AND p.id = $2 AND ${loginLives}`,
          [organizationId, id],
        );
        return row;
      }),

    remove: (organizationId, id) =>
      withOrganization(organizationId, async (manager) => {
        await manager.query('DELETE FROM push_devices WHERE organization_id = $1 AND id = $2', [
          organizationId,
          id,
        ]);
      }),

    ...changing(withOrganization),

    expire: (organizationId) =>
      withOrganization(organizationId, async (manager) => {
        const [, count] = await manager.query<[unknown, number]>(
          `DELETE FROM push_devices p WHERE p.organization_id = $1 AND NOT ${loginLives}`,
          [organizationId],
        );
        return count;
      }),
  };
}

function changing(withOrganization: WithOrganization): Pick<PushDeviceStore, 'pace' | 'move'> {
  return {
    pace: (organizationId, id, { minuteFrom, minuteCount, waitingToldAt }) =>
      withOrganization(organizationId, async (manager) => {
        await manager.query(
          `UPDATE push_devices SET minute_from = $3, minute_count = $4, waiting_told_at = coalesce($5, waiting_told_at)
           WHERE organization_id = $1 AND id = $2`,
          [organizationId, id, minuteFrom, minuteCount, waitingToldAt],
        );
      }),

    move: (organizationId, id, { endpoint, keys }) =>
      withOrganization(organizationId, async (manager) => {
        await manager.query(
          `UPDATE push_devices SET endpoint = $3, p256dh = $4, auth = $5 WHERE organization_id = $1 AND id = $2`,
          [organizationId, id, endpoint, keys.p256dh, keys.auth],
        );
        return 'moved' as const;
      }).catch(takenOrThrow),
  };
}

/** One of a login is one row, however many tabs ask. */
async function insert(
  manager: EntityManager,
  { organizationId, agentId, family }: Caller & { family: string },
  { endpoint, keys, words }: Parameters<PushDeviceStore['add']>[2],
): Promise<void> {
  await manager.query(
    `INSERT INTO push_devices (organization_id, agent_id, family, endpoint, p256dh, auth, words)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (family) DO UPDATE SET agent_id = excluded.agent_id, endpoint = excluded.endpoint,
       p256dh = excluded.p256dh, auth = excluded.auth, words = excluded.words, created_at = now()`,
    [organizationId, agentId, family, endpoint, keys.p256dh, keys.auth, JSON.stringify(words)],
  );
  await manager.query(
    `DELETE FROM push_devices p WHERE p.organization_id = $1 AND p.agent_id = $2 AND (NOT ${loginLives} OR p.id NOT IN
       (SELECT id FROM push_devices WHERE agent_id = $2 ORDER BY created_at DESC, id LIMIT ${mostOfOne}))`,
    [organizationId, agentId],
  );
}

function ofLogins(withOrganization: WithOrganization): Pick<PushDeviceStore, 'of' | 'add' | 'removeOwn'> {
  return {
    of: (caller, refreshToken) =>
      withOrganization(caller.organizationId, async (manager) => {
        const family = await familyOf(manager, caller, refreshToken);
        const rows = await manager.query<Array<{ family: string }>>(
          `SELECT p.family FROM push_devices p WHERE p.organization_id = $1 AND p.agent_id = $2 AND ${loginLives}`,
          [caller.organizationId, caller.agentId],
        );
        const own = rows.some((one) => one.family === family);
        return { own, count: rows.length, isSignedIn: family !== undefined };
      }),

    add: (caller, refreshToken, device) =>
      withOrganization(caller.organizationId, async (manager) => {
        const family = await familyOf(manager, caller, refreshToken);
        if (family === undefined) return 'signed_out' as const;
        await insert(manager, { ...caller, family }, device);
        return 'added' as const;
      }).catch(takenOrThrow),

    removeOwn: (caller, refreshToken) =>
      withOrganization(caller.organizationId, async (manager) => {
        const family = await familyOf(manager, caller, refreshToken);
        if (family === undefined) return;
        await manager.query('DELETE FROM push_devices WHERE organization_id = $1 AND family = $2', [
          caller.organizationId,
          family,
        ]);
      }),
  };
}
