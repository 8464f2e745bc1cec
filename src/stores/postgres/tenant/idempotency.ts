// What a POST with an Idempotency-Key answered. A row without a status is one that is worked on.
import { customersNamed } from './privacy/erasure-guard';
import type { WithOrganization } from '../sql/paging';

export interface IdempotentCall {
  organizationId: string;
  route: string;
  key: string;
}

export interface StoredAnswer {
  requestHash: string;
  /** Null while the first call is worked on. */
  status: number | null;
  response: unknown;
}

/** Of customers and sessions, among others. */
const uuids = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/** An erasure finds the answers that name its customer by their subjects. */
const finish = `
WITH done AS (
  UPDATE idempotency_keys SET status = $4, response = $5 WHERE organization_id = $1 AND route = $2 AND key = $3
  RETURNING organization_id, route, key
)
INSERT INTO idempotency_subjects (organization_id, route, key, customer_id)
SELECT organization_id, route, key, unnest($6::uuid[]) FROM done ON CONFLICT DO NOTHING`;

/** Kept for a day; a call that has been worked on for a minute is held to be lost with its process. */
export function createIdempotencyStore(withOrganization: WithOrganization) {
  return {
    /** 'begun' for exactly one caller; the others get what is stored. */
    begin: (call: IdempotentCall, requestHash: string): Promise<'begun' | StoredAnswer> =>
      withOrganization(call.organizationId, async (manager) => {
        const id = [call.organizationId, call.route, call.key];
        const begun: unknown[] = await manager.query(
          `INSERT INTO idempotency_keys AS k (organization_id, route, key, request_hash) VALUES ($1, $2, $3, $4)
           ON CONFLICT (organization_id, route, key) DO UPDATE
             SET request_hash = excluded.request_hash, status = NULL, response = NULL, created_at = now()
             WHERE k.created_at < now() - interval '1 day'
                OR (k.status IS NULL AND k.created_at < now() - interval '1 minute')
           RETURNING 1`,
          [...id, requestHash],
        );
        if (begun.length > 0) return 'begun';
        const [row]: Array<{ request_hash: string; status: number | null; response: unknown }> =
          await manager.query(
            'SELECT request_hash, status, response FROM idempotency_keys WHERE organization_id = $1 AND route = $2 AND key = $3',
            id,
          );
        return row
          ? { requestHash: row.request_hash, status: row.status, response: row.response }
          : { requestHash, status: null, response: null };
      }),

    /** Of customers who were erased meanwhile only the status is kept. */
    finish: (call: IdempotentCall, answer: { status: number; response: unknown }): Promise<void> =>
      withOrganization(call.organizationId, async (manager) => {
        const response = JSON.stringify(answer.response ?? null);
        const named = await customersNamed(manager, `${call.route} ${response}`.match(uuids) ?? []);
        const kept = named.some(({ erased }) => erased) ? 'null' : response;
        await manager.query(finish, [
          call.organizationId,
          call.route,
          call.key,
          answer.status,
          kept,
          named.map(({ id }) => id),
        ]);
      }),

    ...forgetting(withOrganization),
  };
}

function forgetting(withOrganization: WithOrganization) {
  return {
    /** After a call that failed: the same key may try again. */
    abandon: (call: IdempotentCall): Promise<void> =>
      withOrganization(call.organizationId, async (manager) => {
        await manager.query(
          'DELETE FROM idempotency_keys WHERE organization_id = $1 AND route = $2 AND key = $3 AND status IS NULL',
          [call.organizationId, call.route, call.key],
        );
      }),

    /** Forgets what is older than a day. Returns how many. */
    forgetOld: (organizationId: string): Promise<number> =>
      withOrganization(organizationId, async (manager) => {
        const [, count]: [unknown, number] = await manager.query(
          `DELETE FROM idempotency_keys WHERE organization_id = $1 AND created_at < now() - interval '1 day'`,
          [organizationId],
        );
        return count;
      }),
  };
}
