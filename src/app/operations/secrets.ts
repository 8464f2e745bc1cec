// What is encrypted in the database: the secrets of channels, and whatever else is sealed with the same key.
import { hkdfSync } from 'node:crypto';
import type { ConfigSeal } from '../../channels/config-seal';
import type { Config } from '../../config';
import type { Rules } from '../../automations/rules/store';
import type { Channels } from '../../identity/people-store';
import type { McpServerRow, McpServers, ToolRow, Tools } from '../../ai-tools/store';
import type { IdentityLookups } from '../../identity/store';
import type { Stores } from '../../stores/open';
import type { Tables } from '../../stores/postgres';
import type { CrossTenant } from '../../stores/postgres/cross-tenant';
import { readSecretsKey } from '../../stores/secrets-key';
import { createSeal, type Seal } from '../../tools/seal';

type KeyPlace = Pick<Config, 'secretsKey' | 'dataDir'>;

const derivedOf = ({ secretsKey, dataDir }: KeyPlace) => {
  const secret = secretsKey ?? readSecretsKey(dataDir);
  return (purpose: string) => Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));
};

/** Without a look at the database. */
export const sealOf = (place: KeyPlace): Seal => createSeal(derivedOf(place)('seal'));

/** @throws a sentence when the database was sealed with another key */
export async function openSeal(place: KeyPlace, { postgres }: Pick<Stores, 'postgres'>): Promise<Seal> {
  const derived = derivedOf(place);
  const fingerprint = derived('fingerprint').toString('base64url');
  const first = await postgres.crossTenant.setInstanceValue('secrets_key', fingerprint);
  if (first !== fingerprint) {
    throw new Error(
      `The secrets of this database were sealed with another key. ${place.secretsKey === undefined ? 'Set SECRETS_KEY to the one of the other nodes, or copy their DATA_DIR/secrets.key here.' : 'SECRETS_KEY must be the same on every node, and as before.'}`,
    );
  }
  return createSeal(derived('seal'));
}

/** The same tables; secrets of channels and tools lie sealed. */
export function withSealedConfigs(tables: Tables, configs: ConfigSeal): Tables {
  return {
    ...tables,
    channels: sealedChannels(tables.channels, configs),
    tools: sealedTools(tables.tools, configs),
    mcpServers: sealedServers(tables.mcpServers, configs),
    rules: sealedRules(tables.rules, configs),
  };
}

/** Every header of a tool is a secret. One that cannot be opened any more is missed. */
function sealedTools(tools: Tools, { sealValue, openValue }: ConfigSeal): Tools {
  const change = (headers: Record<string, string>, how: (value: string) => string | undefined) =>
    Object.fromEntries(
      Object.entries(headers).flatMap(([name, value]) => {
        const next = how(value);
        return next === undefined ? [] : [[name, next]];
      }),
    );
  const opened = (row: ToolRow): ToolRow => ({ ...row, headers: change(row.headers, openValue) });
  return {
    ...tools,
    async list(organizationId, filter, page) {
      const { items, nextCursor } = await tools.list(organizationId, filter, page);
      return { items: items.map(opened), nextCursor };
    },
    async get(organizationId, id) {
      const row = await tools.get(organizationId, id);
      return row && opened(row);
    },
    create: async (organizationId, row) =>
      opened(await tools.create(organizationId, { ...row, headers: change(row.headers, sealValue) })),
    async update(organizationId, id, { headers, ...given }) {
      const sealed = headers && { headers: change(headers, sealValue) };
      const row = await tools.update(organizationId, id, { ...given, ...sealed });
      return row && opened(row);
    },
  };
}

/** A token that cannot be opened any more is missed. */
function sealedServers(servers: McpServers, { sealValue, openValue }: ConfigSeal): McpServers {
  const opened = (row: McpServerRow): McpServerRow => ({
    ...row,
    token: row.token === null ? null : (openValue(row.token) ?? null),
  });
  const sealed = (token: string | null) => (token === null ? null : sealValue(token));
  return {
    ...servers,
    async list(organizationId, filter, page) {
      const { items, nextCursor } = await servers.list(organizationId, filter, page);
      return { items: items.map(opened), nextCursor };
    },
    async get(organizationId, id) {
      const row = await servers.get(organizationId, id);
      return row && opened(row);
    },
    create: async (organizationId, row) =>
      opened(await servers.create(organizationId, { ...row, token: sealed(row.token) })),
    async update(organizationId, id, { token, ...given }) {
      const change = { ...given, ...(token !== undefined && { token: sealed(token) }) };
      const row = await servers.update(organizationId, id, change);
      return row && opened(row);
    },
  };
}

/** A secret that cannot be opened any more is missed. */
function sealedRules(rules: Rules, { sealValue, openValue }: ConfigSeal): Rules {
  return {
    ...rules,
    create: (organizationId, rule, secret) => rules.create(organizationId, rule, sealValue(secret)),
    setSecret: (organizationId, id, secret) => rules.setSecret(organizationId, id, sealValue(secret)),
    async secret(organizationId, id) {
      const secret = await rules.secret(organizationId, id);
      return secret === undefined ? undefined : openValue(secret);
    },
  };
}

function sealedChannels(channels: Channels, { seal, open }: ConfigSeal): Channels {
  const opened = <Row extends { type: string; config: Record<string, unknown> }>(row: Row): Row => ({
    ...row,
    config: open(row.type, row.config),
  });
  return {
    ...channels,
    async list(organizationId, filter, page) {
      const { items, nextCursor } = await channels.list(organizationId, filter, page);
      return { items: items.map(opened), nextCursor };
    },
    async get(organizationId, id) {
      const row = await channels.get(organizationId, id);
      return row && opened(row);
    },
    create: async (organizationId, row) =>
      opened(await channels.create(organizationId, { ...row, config: seal(row.type, row.config) })),
    async update(organizationId, id, { config, ...change }) {
      const type = config && (await channels.get(organizationId, id))?.type;
      const sealed = config && type !== undefined ? { config: seal(type, config) } : {};
      const row = await channels.update(organizationId, id, { ...change, ...sealed });
      return row && opened(row);
    },
  };
}

export type Lookups = IdentityLookups &
  Pick<CrossTenant, 'channelById' | 'channelsInUse' | 'activeChannelsOf'>;

/** What is looked up before the organization is known, with open secrets. */
export function withOpenConfigs(crossTenant: CrossTenant, { open, openValue }: ConfigSeal): Lookups {
  const opened = <Known extends { type: string; config: Record<string, unknown> }>(known: Known): Known => ({
    ...known,
    config: open(known.type, known.config),
  });
  return {
    ...crossTenant,
    async channelByKey(key) {
      const channel = await crossTenant.channelByKey(key);
      return channel && opened(channel);
    },
    async channelById(id) {
      const channel = await crossTenant.channelById(id);
      return channel && opened(channel);
    },
    activeChannelsOf: async (type) => (await crossTenant.activeChannelsOf(type)).map(opened),
    channelsInUse: async (ids) => (await crossTenant.channelsInUse(ids)).map(opened),
    async visitorByTokenHash(hash) {
      const visitor = await crossTenant.visitorByTokenHash(hash);
      if (visitor?.channel.identitySecret === undefined) return visitor;
      const { identitySecret, ...channel } = visitor.channel;
      const secret = openValue(identitySecret);
      return { ...visitor, channel: { ...channel, ...(secret !== undefined && { identitySecret: secret }) } };
    },
  };
}

/** Secrets that an earlier version left open are sealed, once. */
export async function sealOldConfigs(
  { channelConfigs, replaceChannelConfig }: Pick<CrossTenant, 'channelConfigs' | 'replaceChannelConfig'>,
  { upgraded }: ConfigSeal,
): Promise<void> {
  for (const { id, type, config } of await channelConfigs()) {
    const next = upgraded(type, config);
    if (next) await replaceChannelConfig(id, { before: config, next });
  }
}
