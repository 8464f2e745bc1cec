import { createHash } from 'node:crypto';
import type { MailStops } from '../../../../channels/email/rating-mails';
import type { WithOrganization } from '../../sql/paging';

/** Of each organization another one: nobody sees by it that two have the same customer. */
const hashOf = (organizationId: string, address: string): string =>
  createHash('sha256').update(`${organizationId} ${address.trim().toLowerCase()}`).digest('hex');

export function createMailStops(withOrganization: WithOrganization): MailStops {
  return {
    hashOf,

    add: (organizationId, addressHash) =>
      withOrganization(organizationId, async (manager) => {
        await manager.query(
          'INSERT INTO mail_stops (organization_id, address_hash) VALUES ($1, $2) ON CONFLICT DO NOTHING',
          [organizationId, addressHash],
        );
      }),

    remove: (organizationId, addressHash) =>
      withOrganization(organizationId, async (manager) => {
        const [, n] = await manager.query<[unknown, number]>(
          'DELETE FROM mail_stops WHERE organization_id = $1 AND address_hash = $2',
          [organizationId, addressHash],
        );
        return n > 0;
      }),

    has: (organizationId, addressHash) =>
      withOrganization(organizationId, async (manager) => {
        const rows = await manager.query<unknown[]>(
          'SELECT FROM mail_stops WHERE organization_id = $1 AND address_hash = $2',
          [organizationId, addressHash],
        );
        return rows.length > 0;
      }),

    among: (organizationId, addresses) =>
      withOrganization(organizationId, async (manager) => {
        const byHash = new Map(addresses.map((address) => [hashOf(organizationId, address), address]));
        const rows = await manager.query<Array<{ hash: string; at: Date }>>(
          `SELECT address_hash AS hash, stopped_at AS at FROM mail_stops
           WHERE organization_id = $1 AND address_hash = ANY ($2) ORDER BY stopped_at`,
          [organizationId, [...byHash.keys()]],
        );
        return rows.map(({ hash, at }) => ({ address: byHash.get(hash)!, at: at.toISOString() }));
      }),
  };
}
