import type { Channels } from '../../../../identity/people-store';
import { Channel } from '../../entities';
import type { WithOrganization } from '../../sql/paging';
import { createTable, uniqueName } from '../table';
import { say } from '../../../../protocol/server-texts/said';

const taken = say('channel_name_taken');

export function createChannelStore(withOrganization: WithOrganization): Channels {
  return createTable<Channel, Parameters<Channels['create']>[1], { type?: string }>({
    withOrganization,
    entity: Channel,
    table: 'channels',
    sentences: { taken, used: say('channel_used') },
    check: uniqueName('channels', taken),
    where: ({ type }) => (type === undefined ? {} : { where: 'type = $2', parameters: [type] }),
  }) as Channels;
}
