// What visitors may know of their channels at this moment, for any number of channels in one look at each store.
import { secretStamp } from '../identity/signed-identity';
import { presentChannel, type ChannelsNow } from '../identity/visitor-channel';
import { businessHours, openAt } from '../routing/hours';
import type { Routing } from '../routing/routing';
import type { ChannelsInUse } from '../stores/postgres/cross-tenant/channels-in-use';

export function createChannelsNow(
  { channelsInUse }: ChannelsInUse,
  { onlineAmong }: Pick<Routing, 'onlineAmong'>,
): ChannelsNow {
  return async (ids) => {
    const channels = await channelsInUse(ids);
    const everybody = new Map(channels.flatMap(({ agents }) => agents.map((agent) => [agent.id, agent])));
    const online = await onlineAmong([...everybody.values()]);
    return new Map(
      channels.map(({ agents, hours, ...channel }) => {
        const known = businessHours.safeParse(hours ?? undefined);
        const shown = presentChannel(channel, {
          ...(known.success && { businessHours: openAt(known.data, new Date()) }),
          ...(online && { online: agents.some(({ id }) => online.has(id)) }),
        });
        const { id, isActive, config } = channel;
        return [id, { isActive, secretStamp: secretStamp(config['identitySecret']), shown }];
      }),
    );
  };
}
