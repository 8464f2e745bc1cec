// A customer's timeline: of the rows, the logs and the audit log.
import { createCalls } from '../customers/calls';
import { createTimeline } from '../customers/timeline';
import { teamSession } from '../sessions/views';
import type { Parts } from './parts';

type TimelineParts = Pick<Parts, 'tables' | 'customerLinks' | 'audit' | 'sessions' | 'sessionsAmong'>;

export const buildTimeline = ({ tables, customerLinks, audit, sessions, sessionsAmong }: TimelineParts) => ({
  calls: createCalls({ store: tables.calls }),
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
