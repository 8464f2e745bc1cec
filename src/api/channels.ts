import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import { DomainError, notFound, type FieldError } from '../errors';
import type { ChannelRow, Channels } from '../identity/people-store';
import type { Principal } from '../identity/principal';
import { channelList, channelUpdate, newChannel } from '../protocol/channels';
import { idParam, listOf, plainList } from '../protocol/lists';
import { channel, type Channel, type ChannelType, type Health } from '../protocol/model/channel';
import { say } from '../protocol/server-texts/said';
import { requireForSecrets, unmasked } from './channel-secrets';
import { presentChannel } from './present';
import { endpoint } from './http/route';

/** What the API knows of a type of channel. */
export interface ChannelKind {
  /** How the docs call it. */
  name: string;
  settings: z.ZodObject;
  /** Customers come in by the channel's key; without, a provider posts to a webhook. */
  hasVisitors: boolean;
  /** Whether it works with these settings. */
  check?(config: Record<string, unknown>, channelId?: string): Promise<Pick<Health, 'ok' | 'lastError'>>;
}

export interface ChannelDeps {
  channels: Channels;
  channelKinds: ReadonlyMap<ChannelType, ChannelKind>;
  /** A channel has other settings from now on. */
  channelChanged(id: string): void;
  /** Where people and providers reach this server; undefined when nobody has said so. */
  publicUrl: string | undefined;
}

export function channelEndpoints(deps: ChannelDeps) {
  return { ...reading(deps), ...writing(deps) };
}

function reading(deps: ChannelDeps) {
  const { channels } = deps;
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
        return { ...page, items: page.items.map((row) => present(row, deps)) };
      },
    }),

    get: endpoint({
      summary: 'One channel.',
      params: idParam,
      response: channel,
      handle: async ({ principal, params }) =>
        present(await existing(channels, principal.organizationId, params.id), deps),
    }),
  };
}

function writing(deps: ChannelDeps) {
  const { channels, channelKinds } = deps;
  return {
    create: endpoint({
      summary: 'Add a channel. Its key names it in the web snippet and in URLs.',
      body: withConfigErrors(newChannel, channelKinds),
      response: channel,
      status: 201,
      async handle({ principal, body }) {
        const { settings, check } = kindOf(channelKinds, body.type);
        const config = checkedConfig(settings, unmasked(body.config, {}, settings));
        requireForSecrets(principal, { next: config, stored: {}, settings });
        const key = randomBytes(16).toString('base64url');
        const health = await checked(check, config, { health: {} });
        const row = await channels.create(principal.organizationId, { ...body, config, key, health });
        deps.channelChanged(row.id);
        return present(row, deps);
      },
    }),

    ...changing(deps),

    remove: endpoint({
      summary: 'Delete a channel that has no sessions; others are set inactive.',
      params: idParam,
      async handle({ principal, params }) {
        if (!(await channels.remove(principal.organizationId, params.id))) throw notFound('channel');
      },
    }),
  };
}

function changing(deps: ChannelDeps) {
  const { channels, channelKinds } = deps;
  return {
    update: endpoint({
      summary:
        'Change a channel. A secret that is sent back masked stays, as long as it goes to the same host.',
      params: idParam,
      body: channelUpdate,
      moreErrors: (given) => configErrors(deps, given),
      response: channel,
      async handle({ principal, params, body: { config, ...rest } }) {
        const row = await existing(channels, principal.organizationId, params.id);
        if (!config) return present(await changed(channels, { principal, row, change: rest }), deps);
        const { settings, check } = kindOf(channelKinds, row.type);
        const next = checkedConfig(settings, unmasked(config, row.config, settings), row.config);
        requireForSecrets(principal, { next, stored: row.config, settings });
        const health = await checked(check, next, row);
        const change = { ...rest, config: next, health };
        const now = await changed(channels, { principal, row, change });
        deps.channelChanged(row.id);
        return present(now, deps);
      },
    }),

    check: endpoint({
      summary: 'Look whether the channel works; its health says so from then on.',
      params: idParam,
      response: channel,
      async handle({ principal, params }) {
        const row = await existing(channels, principal.organizationId, params.id);
        const { check } = kindOf(channelKinds, row.type);
        const health = await checked(check, row.config, row);
        return present(await changed(channels, { principal, row, change: { health } }), deps);
      },
    }),
  };
}

function present(row: ChannelRow, { channelKinds, publicUrl }: ChannelDeps): Channel {
  return presentChannel(row, channelKinds.get(row.type), publicUrl);
}

/** What else is wrong is said together with what is wrong in the config: nobody saves twice to read both. */
function withConfigErrors(body: typeof newChannel, channelKinds: ChannelDeps['channelKinds']) {
  return body.superRefine(
    ({ type, config }, context) => {
      const settings = channelKinds.get(type)?.settings;
      const found = settings?.safeParse(config).error?.issues ?? [];
      for (const { path, message } of found)
        context.addIssue({ code: 'custom', path: ['config', ...path], message });
    },
    // A body that is right so far is looked at whole later on.
    { when: ({ value, issues }) => issues.length > 0 && isWithConfig(value) },
  );
}

/** The same of a change, whose type is stored. */
async function configErrors(
  { channels, channelKinds }: ChannelDeps,
  { principal, params, body }: { principal: Principal; params: unknown; body: unknown },
): Promise<FieldError[]> {
  const id = idParam.safeParse(params).data?.id;
  const row = id !== undefined && hasConfig(body) && (await channels.get(principal.organizationId, id));
  const settings = row && channelKinds.get(row.type)?.settings;
  if (!settings || !hasConfig(body)) return [];
  try {
    checkedConfig(settings, unmasked(body.config, row.config, settings), row.config);
    return [];
  } catch (error) {
    if (error instanceof DomainError && error.errors) return error.errors;
    throw error;
  }
}

const isWithConfig = (value: unknown): boolean =>
  hasConfig(value) && 'type' in value && typeof value.type === 'string';

const hasConfig = (value: unknown): value is { config: Record<string, unknown> } =>
  typeof value === 'object' &&
  value !== null &&
  'config' in value &&
  typeof value.config === 'object' &&
  value.config !== null &&
  !Array.isArray(value.config);

function kindOf(channelKinds: ChannelDeps['channelKinds'], type: ChannelType): ChannelKind {
  const kind = channelKinds.get(type);
  if (kind) return kind;
  throw new DomainError('invalid', `There are no channels of type ${type} here.`, {
    errors: [{ path: 'type', message: `must be one of ${[...channelKinds.keys()].join(', ')}` }],
  });
}

async function changed(
  channels: Channels,
  { principal, row, change }: { principal: Principal; row: ChannelRow; change: Partial<ChannelRow> },
): Promise<ChannelRow> {
  const next = await channels.update(principal.organizationId, row.id, change);
  if (!next) throw notFound('channel');
  return next;
}

/** The health from now on; what else is known of the channel stays: when something last came in, on which page it was seen. */
async function checked(
  check: ChannelKind['check'],
  config: Record<string, unknown>,
  { id, health }: { id?: string; health: Partial<Health> },
): Promise<Health> {
  const { lastError: _before, lastErrorAt: _beforeAt, ...known } = health;
  const { ok, lastError } = check ? await check(config, id) : { ok: true };
  return { ...known, ok, ...(lastError && { lastError, lastErrorAt: new Date().toISOString() }) };
}

async function existing(channels: Channels, organizationId: string, id: string): Promise<ChannelRow> {
  const row = await channels.get(organizationId, id);
  if (!row) throw notFound('channel');
  return row;
}

/** What the type does not know is refused, unless another version stored it: then it may come back as it is. */
export function checkedConfig(
  settings: z.ZodObject,
  config: Record<string, unknown>,
  stored: Record<string, unknown> = {},
): Record<string, unknown> {
  const isKept = ([key, value]: [string, unknown]) =>
    !Object.hasOwn(settings.shape, key) &&
    Object.hasOwn(stored, key) &&
    isDeepStrictEqual(value, stored[key]);
  const entries = Object.entries(config);
  const kept = Object.fromEntries(entries.filter(isKept));
  const parsed = settings.safeParse(Object.fromEntries(entries.filter((entry) => !isKept(entry))));
  if (parsed.success) return { ...kept, ...parsed.data };
  throw new DomainError('invalid', say('channel_config'), {
    errors: parsed.error.issues.map(({ path, message }) => ({
      path: ['config', ...path].join('.'),
      message,
    })),
  });
}
