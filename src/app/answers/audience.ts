// What a customer may read: more than everybody only where the organization's server, or the channel itself, vouches for them.
import { isProved, type Writer } from '../../customers/identity-proof';
import type { CustomerStore } from '../../customers/store';
import type { Audience } from '../../protocol/knowledge';

export function createAudienceOf({ identities }: Pick<CustomerStore, 'identities'>) {
  return async (writer: Writer): Promise<Audience> =>
    isProved(writer, await identities(writer.organizationId, writer.customerId)) ? 'verified' : 'public';
}
