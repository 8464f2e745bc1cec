// What rows of conversations show of their customers: where they belong, attributes, what is promised to such a customer.
import pLimit from 'p-limit';
import { openStatuses } from '../../protocol/session-where';
import type { Base } from '../base';
import type { Core } from '../core';
import { createRewrite } from './build-sla-watch';

/** Nobody has more open at once that somebody looks at. */
const most = 50;
/** Customers at once: a company may have very many. */
const atOnce = 4;

/** Where something that rows show of a customer changed, they are shown anew, with what is promised to such a customer. */
export function refreshSessionRows(parts: Base & Core): void {
  const { events, sessions, log } = parts;
  const rewrite = createRewrite(parts);
  const limit = pLimit(atOnce);
  async function show(organizationId: string, customerId: string): Promise<void> {
    const open = { customerId, status: [...openStatuses] };
    const { items } = await sessions.list(organizationId, open, { limit: most });
    await rewrite(await Promise.all(items.map(({ id }) => sessions.get(organizationId, id))));
  }
  events.on('customer', ({ organizationId, customerId, shownInRows }) => {
    if (!shownInRows) return;
    limit(show, organizationId, customerId).catch((error: unknown) =>
      log.warn(
        { organizationId, customerId, err: error },
        'could not refresh the session rows of a customer',
      ),
    );
  });
}
