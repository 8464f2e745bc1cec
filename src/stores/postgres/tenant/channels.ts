import type { Channels } from '../../../identity/people-store';
import { Channel } from '../entities';
import type { WithOrganization } from '../paging';
import { createTable, uniqueName } from './table';

const taken = 'There is a channel with this name already.';

export function createChannelStore(withOrganization: WithOrganization): Channels {
  return createTable<Channel, Parameters<Channels['create']>[1], { type?: string }>({
    withOrganization,
    entity: Channel,
    table: 'channels',
    sentences: { taken, used: 'This channel has sessions. Set isActive to false instead.' },
    check: uniqueName('channels', taken),
    where: ({ type }) => (type === undefined ? {} : { where: 'type = $2', parameters: [type] }),
  }) as Channels;
}
