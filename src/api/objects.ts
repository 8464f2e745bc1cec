// What an organization's programs know of a customer: orders, subscriptions, devices.
import type { Customers } from '../customers/customers';
import type { Links } from '../customers/links';
import type { CustomerObjects } from '../customers/objects';
import { idParam, listOf } from '../protocol/lists';
import { customerObject, largestObject, newObject, objectList, objectPlace } from '../protocol/objects';
import { Answer, endpoint } from './http/route';

export interface ObjectDeps {
  customers: Pick<Customers, 'get'>;
  customerLinks: Pick<Links, 'customerIds'>;
  customerObjects: CustomerObjects;
}

export function objectEndpoints({ customers, customerLinks: links, customerObjects: objects }: ObjectDeps) {
  return {
    list: endpoint({
      summary:
        'Orders, subscriptions, devices of a customer and of those who are linked to it, newest first.',
      params: idParam,
      query: objectList,
      response: listOf(customerObject),
      async handle({ principal: { organizationId }, params, query: { limit, cursor, type } }) {
        await customers.get(organizationId, params.id);
        const customerIds = await links.customerIds(organizationId, params.id);
        const of = { customerIds, ...(type !== undefined && { type }) };
        return objects.list(organizationId, of, { limit, ...(cursor && { cursor }) });
      },
    }),

    get: endpoint({
      summary: 'One of them.',
      params: objectPlace,
      response: customerObject,
      async handle({ principal: { organizationId }, params: { id: customerId, ...key } }) {
        await customers.get(organizationId, customerId);
        return objects.get(organizationId, { customerId, ...key });
      },
    }),

    ...writing({ customers, customerObjects: objects }),
  };
}

function writing({ customers, customerObjects: objects }: Pick<ObjectDeps, 'customers' | 'customerObjects'>) {
  return {
    put: endpoint({
      summary:
        'Write one, or replace all of it. The AI tells a customer whose identity is proved how their own stands. At most 16 KiB each, and 1,000 a customer.',
      params: objectPlace,
      body: newObject,
      response: customerObject,
      status: 201,
      foundStatus: 200,
      maxBytes: largestObject,
      async handle({ principal: { organizationId }, params: { id: customerId, ...key }, body }) {
        const { object, isNew } = await objects.put(organizationId, { customerId, ...key }, body);
        return new Answer(object, {}, !isNew).audited(key);
      },
    }),

    remove: endpoint({
      summary: 'Remove one.',
      params: objectPlace,
      async handle({ principal: { organizationId }, params: { id: customerId, ...key } }) {
        await customers.get(organizationId, customerId);
        await objects.remove(organizationId, { customerId, ...key });
        return new Answer(undefined, {}).audited(key);
      },
    }),
  };
}
