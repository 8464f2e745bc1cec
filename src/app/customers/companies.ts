// Companies, with what tells who a customer is.
import { createCompanies } from '../../customers/companies';
import type { Links } from '../../customers/links';
import type { Base } from '../base';

export const buildCompanies = (
  { tables, events }: Pick<Base, 'tables' | 'events'>,
  links: Pick<Links, 'whole'>,
) =>
  createCompanies({
    store: tables.companies,
    identitiesOf: async (organizationId, customerId) =>
      (await links.whole(organizationId, customerId)).identities,
    events,
  });
