// The channels of this server: a folder and a line each.
import type { Channel, ChannelList } from './channel';
import { email } from './email';
import { web } from './web';
import { whatsapp } from './whatsapp';

export const channels: readonly Channel[] = [web, whatsapp, email];

export function byType(list: readonly Channel[]): ChannelList {
  return new Map(list.map((channel) => [channel.type, channel]));
}
