// What an organization declares of its customers besides their names.
import type { CustomerAttributes } from '../customers/attributes';
import { attributeList } from '../protocol/customer-attributes';
import { endpoint } from './http/route';

export interface AttributeDeps {
  customerAttributes: Pick<CustomerAttributes, 'list' | 'put'>;
  /** Something follows from what was changed. */
  settingChanged(organizationId: string, category: string): void;
}

export function attributeEndpoints({ customerAttributes, settingChanged }: AttributeDeps) {
  return {
    list: endpoint({
      summary: 'The attributes that customers have here besides their names, in order.',
      response: attributeList,
      handle: async ({ principal }) => ({ items: await customerAttributes.list(principal.organizationId) }),
    }),

    update: endpoint({
      summary:
        'Declare the attributes of customers, all of them at once. What customers have of one that is left out stays, and can be cleared.',
      body: attributeList,
      response: attributeList,
      async handle({ principal: { organizationId }, body }) {
        await customerAttributes.put(organizationId, body.items);
        settingChanged(organizationId, 'customers');
        return body;
      },
    }),
  };
}
