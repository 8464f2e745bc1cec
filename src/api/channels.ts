import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import { DomainError, notFound } from '../errors';
import type { ChannelRow, Channels } from '../identity/people-store';
import { channelConfigs, channelList, channelUpdate, newChannel } from '../protocol/channels';
import { idParam, listOf, plainList } from '../protocol/lists';
import { channel, type ChannelType } from '../protocol/model/channel';
import { requireForSecrets, unmasked } from './channel-secrets';
import { presentChannel } from './present';
import { endpoint } from './route';

export function channelEndpoints({ channels }: { channels: Channels }) {
  return {
    list: endpoint({
      summary: 'Channels, newest first. Secrets are masked.',
      query: plainList.extend(channelList),
      response: listOf(channel),
      async handle({ principal, query: { limit, cursor, type } }) {
        const page = await channels.list(
          principal.organizationId,
          { ...(type && { type }) },
          { limit, ...(cursor && { cursor }) },
        );
        return { ...page, items: page.items.map(presentChannel) };
      },
    }),

    get: endpoint({
      summary: 'One channel.',
      params: idParam,
      response: channel,
      handle: async ({ principal, params }) =>
        presentChannel(await existing(channels, principal.organizationId, params.id)),
    }),

    create: endpoint({
      summary: 'Add a channel. Its key names it in the web snippet.',
      body: newChannel,
      response: channel,
      status: 201,
      async handle({ principal, body }) {
        const config = checkedConfig(body.type, unmasked(body.config, {}));
        requireForSecrets(principal, config, {});
        const key = randomBytes(16).toString('base64url');
        return presentChannel(await channels.create(principal.organizationId, { ...body, config, key }));
      },
    }),

    update: endpoint({
      summary:
        'Change a channel. A secret that is sent back masked stays, as long as it goes to the same host.',
      params: idParam,
      body: channelUpdate,
      response: channel,
      async handle({ principal, params, body: { config, ...rest } }) {
        const row = await existing(channels, principal.organizationId, params.id);
        const next = config && checkedConfig(row.type, unmasked(config, row.config), row.config);
        if (next) requireForSecrets(principal, next, row.config);
        const change = { ...rest, ...(next && { config: next }) };
        const changed = await channels.update(principal.organizationId, params.id, change);
        if (!changed) throw notFound('channel');
        return presentChannel(changed);
      },
    }),

    remove: endpoint({
      summary: 'Delete a channel that has no sessions; others are set inactive.',
      params: idParam,
      async handle({ principal, params }) {
        if (!(await channels.remove(principal.organizationId, params.id))) throw notFound('channel');
      },
    }),
  };
}

async function existing(channels: Channels, organizationId: string, id: string): Promise<ChannelRow> {
  const row = await channels.get(organizationId, id);
  if (!row) throw notFound('channel');
  return row;
}

/** What the type does not know is refused, unless another version stored it: then it may come back as it is. */
export function checkedConfig(
  type: ChannelType,
  config: Record<string, unknown>,
  stored: Record<string, unknown> = {},
): Record<string, unknown> {
  const { shape } = channelConfigs[type];
  const isKept = ([key, value]: [string, unknown]) =>
    !Object.hasOwn(shape, key) && Object.hasOwn(stored, key) && isDeepStrictEqual(value, stored[key]);
  const entries = Object.entries(config);
  const kept = Object.fromEntries(entries.filter(isKept));
  const rest = Object.fromEntries(entries.filter((entry) => !isKept(entry)));
  const parsed = (channelConfigs[type] as z.ZodType<Record<string, unknown>>).safeParse(rest);
  if (parsed.success) return { ...kept, ...parsed.data };
  throw new DomainError('invalid', `This is not how a ${type} channel is configured.`, {
    errors: parsed.error.issues.map(({ path, message }) => ({
      path: ['config', ...path].join('.'),
      message,
    })),
  });
}
