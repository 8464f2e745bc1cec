import type { BlockedNow, OpenOfBlocked } from '../../../customers/blocks';
import { isBlocked } from '../tenant/customers/blocked-customers';
import type { Query } from './query';

/** In any order: what always fails hides no others. */
const open = `SELECT s.organization_id AS "organizationId", s.id AS "sessionId", c.blocked AS block
  FROM customers c JOIN sessions s ON s.customer_id = c.id AND s.organization_id = c.organization_id
  WHERE ${isBlocked('c')} AND s.status <> 'closed' ORDER BY random() LIMIT $1`;

export const createOpenOfBlocked =
  (query: Query): OpenOfBlocked =>
  (limit) =>
    query('open-of-blocked', open, [limit]);

const now = `SELECT c.id FROM customers c
  WHERE ${isBlocked('c')} AND (c.id = ANY ($1::uuid[]) OR c.updated_at > now() - $2 * interval '1 millisecond')`;

export const createBlockedNow =
  (query: Query): BlockedNow =>
  async ({ among, changedWithinMs }) =>
    (await query<{ id: string }>('blocked-now', now, [among, changedWithinMs])).map(({ id }) => id);
