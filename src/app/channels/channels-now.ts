// What visitors may know of their channels at this moment, for any number of channels in one look at each store.
import { secretStamp } from '../../identity/signed-identity';
import { presentChannel, type ChannelsNow } from '../../identity/visitor-channel';
import { knownHours, openAt } from '../../routing/hours';
import type { Routing } from '../../routing/routing';
import type { ChannelsInUse } from '../../stores/postgres/cross-tenant/channels-in-use';

export function createChannelsNow(
  { channelsInUse }: ChannelsInUse,
  { onlineAmong }: Pick<Routing, 'onlineAmong'>,
): ChannelsNow {
  return async (ids) => {
    const channels = await channelsInUse(ids);
    const everybody = new Map(channels.flatMap(({ agents }) => agents.map((agent) => [agent.id, agent])));
    const online = await onlineAmong([...everybody.values()]);
    return new Map(
      channels.map(({ agents, hours, teamHours, ...channel }) => {
        const known = knownHours({ hours, teamHours });
        const now = new Date();
        const ofTeams = [...(known.teamHours ?? [])].map(([team, own]) => [team, openAt(own, now)] as const);
        const shown = presentChannel(channel, {
          ...(known.hours && { businessHours: openAt(known.hours, now) }),
          ...(online && { online: agents.some(({ id }) => online.has(id)) }),
        });
        const { id, isActive, config } = channel;
        const stamp = secretStamp(config['identitySecret']);
        return [id, { isActive, secretStamp: stamp, shown, teamHours: new Map(ofTeams) }];
      }),
    );
  };
}
