// A customer's timeline, and the calls that are written into it.
import type { CallEditor, Calls } from '../customers/calls';
import type { Customers } from '../customers/customers';
import type { Timeline } from '../customers/timeline';
import { displayName } from '../customers/known-attributes';
import type { Principal } from '../identity/principal';
import { idParam } from '../protocol/lists';
import {
  callChange,
  callParams,
  customerCall,
  newCall,
  timelineList,
  timelinePage,
} from '../protocol/timeline';
import { on } from './http/route-line';
import { endpoint, type Route } from './http/route';

export interface TimelineDeps {
  timeline: Timeline;
  calls: Calls;
  customers: Pick<Customers, 'get'>;
}

export function timelineRoutes(deps: TimelineDeps): Route[] {
  const { list, add, update, remove } = timelineEndpoints(deps);
  const reading = ['customers:read', 'sessions:read'] as const;
  return [
    on('customers.timeline', 'get customers/:id/timeline', reading, list),
    on('customers.log-call', 'post customers/:id/calls', 'customers:write', add),
    on('customers.update-call', 'patch customers/:id/calls/:callId', 'customers:write', update),
    on('customers.remove-call', 'delete customers/:id/calls/:callId', 'customers:write', remove),
  ];
}

export const authorOf = ({ kind, id, name }: Principal) => ({ kind, id, name });
export const editorOf = (principal: Principal): CallEditor => ({
  ...authorOf(principal),
  isAdmin: principal.role === 'admin',
});

function timelineEndpoints({ timeline, calls, customers }: TimelineDeps) {
  return {
    list: endpoint({
      summary:
        'What happened with a customer and those who are linked to it, newest first: conversations on every channel, notes in them and about the customer, calls, changes of who they are, and follow-ups.',
      params: idParam,
      query: timelineList,
      response: timelinePage,
      async handle({ principal: { organizationId }, params, query: { limit, cursor, kind } }) {
        await customers.get(organizationId, params.id);
        const asked = { limit, ...(cursor && { cursor }), ...(kind && { kind }) };
        const { customerIds, ...page } = await timeline.page(organizationId, params.id, asked);
        const others = customerIds.slice(1);
        const linked = await Promise.all(others.map((id) => customers.get(organizationId, id)));
        return {
          ...page,
          linked: linked.map((customer) => {
            const name = displayName(customer);
            return { customerId: customer.id, ...(name && { name }) };
          }),
        };
      },
    }),

    ...callEndpoints({ calls }),
  };
}

function callEndpoints({ calls }: Pick<TimelineDeps, 'calls'>) {
  return {
    add: endpoint({
      summary: 'Write down a call with a customer.',
      params: idParam,
      body: newCall,
      response: customerCall,
      status: 201,
      handle: ({ principal, params, body }) =>
        calls.add(principal.organizationId, params.id, { ...body, author: authorOf(principal) }),
    }),

    update: endpoint({
      summary: 'Change a call: absent fields stay. Who wrote it down, and admins.',
      params: callParams,
      body: callChange,
      response: customerCall,
      handle: ({ principal, params: { id: customerId, callId }, body: change }) =>
        calls.update(principal.organizationId, { customerId, callId }, { change, by: editorOf(principal) }),
    }),

    remove: endpoint({
      summary: 'Remove a call. Who wrote it down, and admins.',
      params: callParams,
      handle: ({ principal, params: { id: customerId, callId } }) =>
        calls.remove(principal.organizationId, { customerId, callId }, editorOf(principal)),
    }),
  };
}
