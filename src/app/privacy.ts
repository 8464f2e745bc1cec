// Copy and erasure, from all that holds something of a customer.
import type { Disconnects } from '../gateway/disconnect';
import { createPrivacy } from '../privacy/privacy';
import { exportedSession, forCustomer } from '../sessions/views';
import { createInboundEventList } from '../stores/postgres/tenant/inbound-events';
import type { Parts } from './parts';

export function buildPrivacy(parts: Parts & { gateway: Disconnects }) {
  const { stores, tables, sessions, sessionsOf, files, gateway, customerLinks, seal } = parts;
  const inbound = createInboundEventList(stores.postgres.withOrganization, seal);
  const { documents } = stores;
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
    forgetMemory: (customer) => documents.memory.forget(customer),
    async removeConversations(organizationId, sessionIds) {
      const removed = await documents.conversations.remove(organizationId, sessionIds);
      await parts.conversationVectors.remove(organizationId, sessionIds);
      return removed;
    },
    removeFiles: files.removeOf,
  });
}
