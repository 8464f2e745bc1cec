// Blocked customers, with what that asks of their conversations.
import { createBlocks } from '../customers/blocks';
import type { Links } from '../customers/links';
import { openStatuses } from '../protocol/session-where';
import type { Actor } from '../sessions/commands';
import { allPages } from '../tools/all-pages';
import type { Base } from './base';
import type { Core } from './core';

/** What is open of whoever is blocked ends, by whoever blocked them. */
export function buildBlocks(
  { tables, events, sessions }: Pick<Base, 'tables' | 'events'> & Pick<Core, 'sessions'>,
  { customerIds }: Pick<Links, 'customerIds'>,
) {
  return createBlocks({
    store: tables.blocks,
    personOf: customerIds,
    async closeSessions(organizationId, ids, { reason, by, agentId }) {
      const filter = { customerIds: [...ids], status: [...openStatuses] };
      const open = await allPages((cursor) =>
        sessions.list(organizationId, filter, { limit: 100, ...(cursor && { cursor }) }),
      );
      const actor: Actor = agentId
        ? { kind: 'agent', id: agentId, name: by.name }
        : { kind: 'system', name: by.name };
      const why = `the customer was blocked (${reason})`;
      for (const { id: sessionId } of open)
        await sessions.close({ organizationId, sessionId, by: actor, reason: why });
    },
    events,
  });
}
