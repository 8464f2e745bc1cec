// Notes about a customer, in no conversation.
import type { Customers } from '../customers/customers';
import type { CustomerNotes } from '../customers/notes';
import {
  customerNote,
  customerNoteList,
  customerNoteParams,
  newCustomerNote,
} from '../protocol/customer-notes';
import { idParam, plainList } from '../protocol/lists';
import { on } from './http/route-line';
import { endpoint, type Route } from './http/route';
import { authorOf, editorOf } from './timeline';

export interface CustomerNoteDeps {
  customerNotes: CustomerNotes;
  customers: Pick<Customers, 'get'>;
}

export function customerNoteRoutes(deps: CustomerNoteDeps): Route[] {
  const { list, add, update, remove } = { ...listing(deps), ...writing(deps) };
  return [
    on('customers.notes', 'get customers/:id/notes', 'customers:read', list),
    on('customers.write-note', 'post customers/:id/notes', 'customers:write', add),
    on('customers.update-note', 'patch customers/:id/notes/:noteId', 'customers:write', update),
    on('customers.remove-note', 'delete customers/:id/notes/:noteId', 'customers:write', remove),
  ];
}

function listing({ customerNotes, customers }: CustomerNoteDeps) {
  return {
    list: endpoint({
      summary:
        'Notes about a customer and those who are linked to it, newest first; those in conversations stand there.',
      params: idParam,
      query: plainList,
      response: customerNoteList,
      async handle({ principal: { organizationId }, params, query: { limit, cursor } }) {
        await customers.get(organizationId, params.id);
        return customerNotes.list(organizationId, params.id, { limit, ...(cursor && { cursor }) });
      },
    }),
  };
}

function writing({ customerNotes }: CustomerNoteDeps) {
  return {
    add: endpoint({
      summary:
        'Write a note about a customer. It is in the copy of their data that the customer may ask for.',
      params: idParam,
      body: newCustomerNote,
      response: customerNote,
      status: 201,
      handle: ({ principal, params, body }) =>
        customerNotes.add(principal.organizationId, params.id, {
          ...{ ...body, agentId: principal.agentId },
          author: authorOf(principal),
        }),
    }),

    update: endpoint({
      summary:
        'Change a note about a customer. Who wrote it, and admins. Without `mentions` it calls whom it called before.',
      params: customerNoteParams,
      body: newCustomerNote,
      response: customerNote,
      handle: ({ principal, params: { id: customerId, noteId }, body }) =>
        customerNotes.update(
          principal.organizationId,
          { customerId, noteId },
          { ...body, agentId: principal.agentId, by: editorOf(principal) },
        ),
    }),

    remove: endpoint({
      summary: 'Remove a note about a customer. Who wrote it, and admins.',
      params: customerNoteParams,
      handle: ({ principal, params: { id: customerId, noteId } }) =>
        customerNotes.remove(principal.organizationId, { customerId, noteId }, editorOf(principal)),
    }),
  };
}
