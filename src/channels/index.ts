// The channels of this server: a folder and a line each.
import type { SafeFetch } from '../tools/safe-fetch';
import type { Channel, ChannelList } from './channel';
import { createEmail, type EmailDeps } from './email';
import { web } from './web';
import { createWhatsApp } from './whatsapp';

/** @param deps.fetch what they call their providers with */
export const createChannels = ({
  fetch,
  mail,
}: {
  fetch: SafeFetch;
  mail: EmailDeps;
}): readonly Channel[] => [web, createWhatsApp(fetch), createEmail(mail)];

export function byType(list: readonly Channel[]): ChannelList {
  return new Map(list.map((channel) => [channel.type, channel]));
}
