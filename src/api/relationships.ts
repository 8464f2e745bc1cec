// What customers are to each other.
import type { Customers } from '../customers/customers';
import type { Relationships } from '../customers/relationships';
import { idParam } from '../protocol/lists';
import {
  newRelationship,
  relationship,
  relationshipChange,
  relationshipList,
  relationshipParams,
} from '../protocol/relationships';
import { on } from './http/route-line';
import { endpoint, type Route } from './http/route';
import { authorOf } from './timeline';

export interface RelationshipDeps {
  relationships: Relationships;
  customers: Pick<Customers, 'get'>;
}

export function relationshipRoutes({ relationships, customers }: RelationshipDeps): Route[] {
  const list = endpoint({
    summary: 'What other customers are to this one and to those who are linked to it, the oldest first.',
    params: idParam,
    response: relationshipList,
    async handle({ principal: { organizationId }, params }) {
      await customers.get(organizationId, params.id);
      return { items: await relationships.list(organizationId, params.id) };
    },
  });
  const add = endpoint({
    summary: 'Write down what two customers are to each other: at most once for two of them.',
    params: idParam,
    body: newRelationship,
    response: relationship,
    status: 201,
    handle: ({ principal, params, body }) =>
      relationships.add(principal.organizationId, params.id, { ...body, by: authorOf(principal) }),
  });
  const change = endpoint({
    summary: 'Change what two customers are to each other, from either side.',
    params: relationshipParams,
    body: relationshipChange,
    response: relationship,
    handle: ({ principal, params: { id: customerId, relationshipId }, body }) =>
      relationships.change(principal.organizationId, { customerId, relationshipId }, body),
  });
  const remove = endpoint({
    summary: 'Remove what two customers are to each other, from either side.',
    params: relationshipParams,
    handle: ({ principal, params: { id: customerId, relationshipId } }) =>
      relationships.remove(principal.organizationId, { customerId, relationshipId }),
  });
  return [
    on('customers.relationships', 'get customers/:id/relationships', 'customers:read', list),
    on('customers.relate', 'post customers/:id/relationships', 'customers:write', add),
    on(
      'customers.update-relationship',
      'patch customers/:id/relationships/:relationshipId',
      'customers:write',
      change,
    ),
    on('customers.unrelate', 'delete customers/:id/relationships/:relationshipId', 'customers:write', remove),
  ];
}
