// The channels of this server: a folder and a line each.
import type { SafeFetch } from '../tools/safe-fetch';
import type { Channel, ChannelList } from './channel';
import { email } from './email';
import { web } from './web';
import { createWhatsApp } from './whatsapp';

/** @param fetch what they call their providers with */
export const createChannels = (fetch: SafeFetch): readonly Channel[] => [web, createWhatsApp(fetch), email];

export function byType(list: readonly Channel[]): ChannelList {
  return new Map(list.map((channel) => [channel.type, channel]));
}
