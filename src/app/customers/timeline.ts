// What the team writes down about customers, and a customer's timeline: of the rows, the logs and the audit log.
import { createCalls } from '../../customers/calls';
import { createCustomerNotes } from '../../customers/notes';
import { createRelationships } from '../../customers/relationships';
import { createTimeline } from '../../customers/timeline';
import { teamSession } from '../../sessions/visibility';
import type { Parts } from '../parts';
import { wordsOf } from '../conversations/search';

type TimelineParts = Pick<
  Parts,
  'events' | 'tables' | 'customerLinks' | 'audit' | 'sessions' | 'sessionsAmong' | 'mentions'
>;

export const buildTimeline = ({
  events,
  tables,
  customerLinks,
  audit,
  sessions,
  sessionsAmong,
  mentions,
}: TimelineParts) => ({
  calls: createCalls({ store: tables.calls }),
  customerNotes: createCustomerNotes({
    store: tables.notes,
    events,
    mentionsOf: mentions.of,
    words: wordsOf,
    customerIds: customerLinks.customerIds,
  }),
  relationships: createRelationships({
    store: tables.relationships,
    events,
    customerIds: customerLinks.customerIds,
  }),
  timeline: createTimeline({
    store: tables.timeline,
    customerIds: customerLinks.customerIds,
    done: (organizationId, { customerId, to }, page) =>
      audit.list(organizationId, { resource: 'customers', resourceId: customerId, ...(to && { to }) }, page),
    sessionsAmong,
    shown: teamSession,
    messages: sessions.messages,
  }),
});
