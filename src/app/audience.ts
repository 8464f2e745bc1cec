// What a customer may read: more than everybody only where the organization's server, or the channel itself, vouches for them.
import type { CustomerStore } from '../customers/store';
import type { Audience } from '../protocol/knowledge';

export function createAudienceOf({ identities }: Pick<CustomerStore, 'identities'>) {
  return async (customer: { organizationId: string; customerId: string }): Promise<Audience> => {
    const known = await identities(customer.organizationId, customer.customerId);
    const isProved = known.some(
      ({ kind, provedBy }) => kind !== 'unverified_email' && (provedBy === 'jwt' || provedBy === 'channel'),
    );
    return isProved ? 'verified' : 'public';
  };
}
