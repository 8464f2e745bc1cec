import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import { DomainError, notFound } from '../errors';
import type { ChannelRow, Channels } from '../identity/people-store';
import type { Principal } from '../identity/principal';
import {
  channelConfigs,
  channelList,
  channelUpdate,
  mask,
  newChannel,
  secretFields,
} from '../protocol/channels';
import { idParam, listOf, plainList } from '../protocol/lists';
import { channel, type ChannelType } from '../protocol/model/channel';
import { presentChannel } from './present';
import { requireAll } from './rights';
import { endpoint } from './route';

export function channelEndpoints({ channels }: { channels: Channels }) {
  async function existing(organizationId: string, id: string): Promise<ChannelRow> {
    const row = await channels.get(organizationId, id);
    if (!row) throw notFound('channel');
    return row;
  }

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
        presentChannel(await existing(principal.organizationId, params.id)),
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
      summary: 'Change a channel. A secret that is sent back masked stays.',
      params: idParam,
      body: channelUpdate,
      response: channel,
      async handle({ principal, params, body: { config, ...rest } }) {
        const row = await existing(principal.organizationId, params.id);
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

/** The config with every masked secret replaced by the stored one; a mask without one is left out, and then missed. */
export function unmasked(
  config: Record<string, unknown>,
  stored: Record<string, unknown>,
): Record<string, unknown> {
  const entries = Object.entries(config).map(([key, value]): [string, unknown] => {
    const before = Object.hasOwn(stored, key) ? stored[key] : undefined;
    if (secretFields.has(key) && value === mask) return [key, before];
    return isRecord(value) ? [key, unmasked(value, isRecord(before) ? before : {})] : [key, value];
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/**
 * Whoever knows a channel's secret can write as any customer on it and read what they read: setting one asks for the
 * same. @throws `forbidden`
 */
function requireForSecrets(
  principal: Principal,
  next: Record<string, unknown>,
  stored: Record<string, unknown>,
): void {
  if (isDeepStrictEqual(secretsOf(next), secretsOf(stored))) return;
  requireAll(principal, ['customers:read', 'customers:write', 'sessions:read', 'sessions:write']);
}

function secretsOf(config: Record<string, unknown>): unknown[] {
  return Object.entries(config)
    .flatMap(([key, value]) => {
      if (isRecord(value)) return secretsOf(value).map((secret) => [key, secret]);
      return secretFields.has(key) ? [[key, value]] : [];
    })
    .sort();
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

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
