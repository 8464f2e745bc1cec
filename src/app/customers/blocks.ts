// Blocked customers, with what that asks of their conversations.
import pLimit from 'p-limit';
import { createBlocks } from '../../customers/blocks';
import type { Links } from '../../customers/links';
import { openStatuses } from '../../protocol/session-where';
import { say } from '../../protocol/server-texts/said';
import type { Actor } from '../../sessions/commands';
import { allPages } from '../../tools/all-pages';
import { createFailures } from '../../tools/failures';
import type { Base } from '../base';
import type { Core } from '../core';

/** Sessions that one sweep closes. */
const closedAtOnce = 200;
const atOnce = 20;

type BlockParts = Pick<Base, 'tables' | 'events' | 'stores'> & Pick<Core, 'sessions'>;

/** What is open of whoever is blocked ends, by whoever blocked them. */
export function buildBlocks(parts: BlockParts, { customerIds }: Pick<Links, 'customerIds'>) {
  const { tables, events, sessions } = parts;
  const blocks = createBlocks({
    store: tables.blocks,
    personOf: customerIds,
    async closeSessions(organizationId, ids, { reason, by, agentId }) {
      // What was opened again a moment ago has its row first.
      await sessions.writeRows();
      const filter = { customerIds: [...ids], status: [...openStatuses] };
      const open = await allPages((cursor) =>
        sessions.list(organizationId, filter, { limit: 100, ...(cursor && { cursor }) }),
      );
      const actor: Actor = agentId
        ? { kind: 'agent', id: agentId, name: by.name }
        : { kind: 'system', name: by.name };
      for (const { id: sessionId } of open)
        await sessions.close({ organizationId, sessionId, by: actor, ...because(reason) });
    },
    events,
  });
  return { ...blocks, closeLeftOpen: () => closeLeftOpen(parts) };
}

/** Once they are unblocked nobody asks them how the conversation was that this ended. */
const because = (reason: string) => ({ reason: say('blocked', { why: reason }), noRating: true as const });

/** What a block did not get to, what it had not seen, and what came to the person by a link since. */
async function closeLeftOpen({ stores, sessions }: BlockParts): Promise<void> {
  const open = await stores.postgres.crossTenant.openOfBlocked(closedAtOnce);
  const failures = createFailures();
  await pLimit(atOnce).map(open, ({ block, ...session }) => {
    const by: Actor = { kind: 'system', name: block.by.name };
    return failures.attempt(() => sessions.close({ ...session, by, ...because(block.reason) }));
  });
  failures.rethrow();
}
