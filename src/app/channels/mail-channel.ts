import type { KnownChannel } from '../../channels/store';
import type { Base } from '../base';

/** The mailbox of an organization for what is in no conversation: the first that is on. */
export function createMailChannelOf({ tables }: Pick<Base, 'tables'>) {
  return async (organizationId: string): Promise<KnownChannel | undefined> => {
    const { items } = await tables.channels.list(organizationId, { type: 'email' }, { limit: 50 });
    const found = items.findLast(({ isActive }) => isActive);
    return found && { ...found, organizationId };
  };
}
