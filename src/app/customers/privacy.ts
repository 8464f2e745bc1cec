// Copy and erasure, from all that holds something of a customer; and what is not kept for longer than it is wanted.
import type { Disconnects } from '../../gateway/disconnect';
import { createPrivacy } from '../../privacy/privacy';
import { createRetention } from '../../privacy/retention';
import { kept } from '../../protocol/retention';
import { exportedSession, forCustomer } from '../../sessions/visibility';
import { createInboundEventList } from '../../stores/postgres/tenant/channels/inbound-events';
import { findSetting } from '../../tools/one-setting';
import type { Parts } from '../parts';

export function buildPrivacy(parts: Parts & { gateway: Disconnects }) {
  const { stores, tables, sessions, sessionsOf, files, gateway, customerLinks, seal } = parts;
  const inbound = createInboundEventList(stores.postgres.withOrganization, seal);
  return createPrivacy({
    personOf: ({ organizationId, customerId }) => customerLinks.customerIds(organizationId, customerId),
    forgetLinks: customerLinks.forget,
    findInbound: ({ organizationId, customerId }) => inbound.findThoseOf(organizationId, customerId),
    eraseCustomer: ({ organizationId, customerId }) => tables.customers.erase(organizationId, customerId),
    cutOff: gateway.cutOffCustomer,
    sessionsOf,
    messages: sessions.messages,
    forCustomer,
    exportedSession,
    redactLog: (organizationId, sessionIds) => sessions.erase({ organizationId, sessionIds }),
    forgetMemory: (customer) => stores.documents.memory.forget(customer),
    removeConversations: removeConversations(parts),
    removeFiles: files.removeOf,
  });
}

const removeConversations =
  ({ stores: { documents }, conversationVectors }: Parts) =>
  async (organizationId: string, sessionIds: readonly string[]): Promise<number> => {
    const removed = await documents.conversations.remove(organizationId, sessionIds);
    await conversationVectors.remove(organizationId, sessionIds);
    return removed;
  };

/** More than is ever remembered of one customer. */
const mostFacts = 1_000;

export function buildRetention(parts: Parts & { gateway: Disconnects; keptDayMs: number | undefined }) {
  const { stores, tables, sessions, files, audit, keptDayMs } = parts;
  const { memory } = stores.documents;
  return createRetention({
    store: tables.retention,
    async keptOf(organizationId) {
      // Not what was remembered for a moment: who takes a number back has taken it back.
      const row = await findSetting(tables.settings, organizationId, { category: 'retention', key: 'keep' });
      const read = kept.safeParse(row?.value ?? {});
      return read.success ? read.data : kept.parse({});
    },
    expire: sessions.expire,
    removeConversations: removeConversations(parts),
    async forgetMemoryFrom(customer, sessionIds) {
      const known = await memory.read(customer, new Date(), mostFacts);
      const keys = new Set(
        known.flatMap(({ key, value }) => (sessionIds.has(String(value['sessionId'])) ? [key] : [])),
      );
      let count = 0;
      for (const key of keys) count += await memory.forget(customer, key);
      return count;
    },
    removeFilesIn: files.removeInSessions,
    removeFiles: files.removeThose,
    audit,
    ...(keptDayMs !== undefined && { dayMs: keptDayMs }),
    done: (organizationId, counts) =>
      audit.record({
        organizationId,
        actor: { kind: 'system', name: 'Retention' },
        action: 'retention.run',
        resource: 'retention',
        more: { counts },
      }),
  });
}
