import type { PeopleStore } from '../identity/people-store';
import { organization, organizationUpdate } from '../protocol/people';
import { found } from './http/require-found';
import { presentOrganization } from './present';
import { endpoint } from './http/route';

interface OrganizationDeps {
  people: Pick<PeopleStore, 'organization' | 'updateOrganization'>;
}

export function organizationEndpoints({ people }: OrganizationDeps) {
  return {
    get: endpoint({
      summary: 'The organization that the token belongs to.',
      response: organization,
      handle: async ({ principal }) =>
        presentOrganization(found(await people.organization(principal.organizationId), 'organization')),
    }),
    update: endpoint({
      summary: 'Change its name, or how many agents it may have.',
      body: organizationUpdate,
      response: organization,
      async handle({ principal, body }) {
        const row = await people.updateOrganization(principal.organizationId, body);
        return presentOrganization(found(row, 'organization'));
      },
    }),
  };
}
