// By what a customer is known, and who else is the same person.
import { z } from 'zod';
import type { Customers } from '../customers/customers';
import { displayName } from '../customers/known-attributes';
import type { IdentityCodes } from '../customers/identity-codes';
import type { LinkedBy } from '../customers/link-store';
import { written, type Links } from '../customers/links';
import { DomainError } from '../errors';
import type { Principal } from '../identity/principal';
import { identityList, newCode, newLink, sentCode } from '../protocol/customers';
import { idParam } from '../protocol/lists';
import { id } from '../protocol/model/ids';
import { say } from '../protocol/server-texts/said';
import { Answer, endpoint } from './http/route';

export interface IdentityDeps {
  customers: Pick<Customers, 'get'>;
  customerLinks: Pick<Links, 'whole' | 'link' | 'unlink' | 'holderOf' | 'claimedBy' | 'customerIds'>;
  identityCodes: Pick<IdentityCodes, 'send' | 'check'>;
}

const linkParams = idParam.extend({ linkId: id.describe('As `linked` names it.') });

export function identityEndpoints(deps: IdentityDeps) {
  return { ...linking(deps), ...codes(deps) };
}

function linking(deps: IdentityDeps) {
  const { customers, customerLinks: links, identityCodes } = deps;
  return {
    list: endpoint({
      summary: 'By what a customer is known, who is the same person, and who may be.',
      params: idParam,
      response: identityList,
      handle: ({ principal, params }) => listed(deps, principal.organizationId, params.id),
    }),

    link: endpoint({
      summary:
        'Say that whoever has this identity is the same person: because an agent says so, or by the code that was sent. It can be undone. Whoever nobody knows yet is made, for a caller with `customers:write`.',
      params: idParam,
      body: newLink,
      response: identityList,
      status: 201,
      foundStatus: 200,
      async handle({ principal, params, body: { evidence, code, ...claim } }) {
        const { organizationId } = principal;
        await customers.get(organizationId, params.id);
        const mayMake = evidence === 'agent' && principal.permissions.has('customers:write');
        const find = mayMake ? links.claimedBy : links.holderOf;
        const otherId = await find(organizationId, claim);
        const pair = { customerId: params.id, otherId };
        if (code !== undefined)
          await identityCodes.check(
            { organizationId, customerId: params.id, provedCustomerId: otherId },
            code,
          );
        const isNew = await links.link(organizationId, { ...pair, evidence, by: byOf(principal) });
        const audit = { linkedCustomerId: otherId, evidence };
        return new Answer(await listed(deps, organizationId, params.id), {}, !isNew).audited(audit);
      },
    }),

    ...unlinking(deps),
  };
}

function unlinking({ customers, customerLinks: links }: IdentityDeps) {
  return {
    unlink: endpoint({
      summary: 'Undo a link: everybody has again what they had before it.',
      params: linkParams,
      async handle({ principal, params: { id: customerId, linkId } }) {
        const { organizationId } = principal;
        await customers.get(organizationId, customerId);
        const { id: _, ...undone } = await links.unlink(organizationId, {
          customerId,
          linkId,
          by: byOf(principal),
        });
        return new Answer(undefined, {}).audited({ linkId, undone });
      },
    }),
  };
}

function codes({ customers, customerLinks: links, identityCodes }: IdentityDeps) {
  return {
    code: endpoint({
      summary:
        'Send a code to whoever has this identity, over its own channel. Who writes it in the conversation of this customer is the same person.',
      params: idParam,
      body: newCode,
      response: sentCode,
      async handle({ principal, params, body: { kind, value } }) {
        const { organizationId } = principal;
        await customers.get(organizationId, params.id);
        const identity = { kind, value: written(kind, value) };
        const provedCustomerId = await links.holderOf(organizationId, identity);
        if ((await links.customerIds(organizationId, params.id)).includes(provedCustomerId))
          throw new DomainError('conflict', say('same_person'));
        const place = { organizationId, customerId: params.id, provedCustomerId };
        const sent = await identityCodes.send(place, identity, byOf(principal));
        return new Answer(sent, {}).audited({ sentTo: provedCustomerId });
      },
    }),
  };
}

async function listed(
  { customerLinks }: Pick<IdentityDeps, 'customerLinks'>,
  organizationId: string,
  customerId: string,
): Promise<z.input<typeof identityList>> {
  const { identities, linked, suggestions } = await customerLinks.whole(organizationId, customerId);
  return {
    items: identities,
    nextCursor: null,
    linked: linked.map(({ customer, ...link }) => {
      const name = displayName(customer);
      return { ...link, customerId: customer.id, ...(name && { name }) };
    }),
    suggestions,
  };
}

const byOf = ({ kind, id: callerId, name }: Principal): LinkedBy => ({ kind, id: callerId, name });
