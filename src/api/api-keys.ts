import { DomainError, notFound } from '../errors';
import { apiKeyPrefix } from '../identity/access';
import type { ApiKeyRow, PeopleStore } from '../identity/people-store';
import type { Principal } from '../identity/principal';
import { randomSecret, sha256 } from '../identity/secrets';
import type { Permission } from '../protocol/model/roles';
import { apiKey, apiKeyUpdate, createdApiKey, newApiKey } from '../protocol/people';
import { idParam, listOf, plainList } from '../protocol/lists';
import { found } from './http/require-found';
import { presentApiKey } from './present';
import { knownPermissions, requireAll } from './http/rights';
import { endpoint } from './http/route';

interface ApiKeyDeps {
  people: Pick<PeopleStore, 'apiKeys'>;
}

export function apiKeyEndpoints(deps: ApiKeyDeps) {
  return { ...reading(deps), ...making(deps), ...changing(deps) };
}

function reading({ people: { apiKeys } }: ApiKeyDeps) {
  return {
    list: endpoint({
      summary: 'API keys, newest first. The keys themselves are not stored.',
      query: plainList,
      response: listOf(apiKey),
      async handle({ principal, query }) {
        const page = await apiKeys.list(principal.organizationId, {}, query);
        return { ...page, items: page.items.map(presentApiKey) };
      },
    }),
    get: endpoint({
      summary: 'One API key.',
      params: idParam,
      response: apiKey,
      handle: async ({ principal, params }) =>
        presentApiKey(found(await apiKeys.get(principal.organizationId, params.id), 'API key')),
    }),
  };
}

function making({ people: { apiKeys } }: ApiKeyDeps) {
  const { refuseLonger } = createLimits(apiKeys);
  return {
    create: endpoint({
      summary: 'Make an API key. The answer shows it, once.',
      body: newApiKey,
      response: createdApiKey,
      status: 201,
      shownOnce: ['key'],
      async handle({ principal, body }) {
        const permissions = grantable(principal, body.permissions);
        await refuseLonger(principal, body.expiresAt ?? null);
        const key = apiKeyPrefix + randomSecret();
        const row = await apiKeys.create(principal.organizationId, {
          name: body.name,
          permissions,
          keyHash: sha256(key),
          ...(body.expiresAt && { expiresAt: new Date(body.expiresAt) }),
        });
        return { ...presentApiKey(row), key };
      },
    }),
  };
}

function changing({ people: { apiKeys } }: ApiKeyDeps) {
  const { changeable, refuseLonger } = createLimits(apiKeys);
  return {
    update: endpoint({
      summary: 'Change name, permissions or end of an API key.',
      params: idParam,
      body: apiKeyUpdate,
      response: apiKey,
      async handle({ principal, params, body: { name, permissions: asked, expiresAt } }) {
        const before = await changeable(principal, params.id);
        const permissions = asked && grantable(principal, asked);
        if (permissions || expiresAt !== undefined) {
          await refuseLonger(
            principal,
            expiresAt === undefined ? (before.expiresAt?.toISOString() ?? null) : expiresAt,
          );
        }
        const row = await apiKeys.update(principal.organizationId, params.id, {
          ...(name && { name }),
          ...(permissions && { permissions }),
          ...(expiresAt !== undefined && { expiresAt: expiresAt === null ? null : new Date(expiresAt) }),
        });
        return presentApiKey(found(row, 'API key'));
      },
    }),
    remove: endpoint({
      summary: 'Delete an API key: it stops working at once.',
      params: idParam,
      async handle({ principal, params }) {
        await changeable(principal, params.id);
        if (!(await apiKeys.remove(principal.organizationId, params.id))) throw notFound('API key');
      },
    }),
  };
}

/** What a caller may do to keys: nobody grants more, or for longer, than they have. All throw `forbidden`. */
function createLimits(apiKeys: ApiKeyDeps['people']['apiKeys']) {
  return {
    /** Renewing, renaming or deleting a key takes what the key may do, as making it does. */
    async changeable(principal: Principal, id: string): Promise<ApiKeyRow> {
      const row = found(await apiKeys.get(principal.organizationId, id), 'API key');
      requireAll(principal, knownPermissions(row.permissions));
      return row;
    },

    /** What a key grants ends no later than the key itself, or it would live for ever. */
    async refuseLonger(principal: Principal, expiresAt: string | null): Promise<void> {
      if (principal.kind !== 'api_key') return;
      const own = found(await apiKeys.get(principal.organizationId, principal.id), 'API key').expiresAt;
      if (own === null || (expiresAt !== null && Date.parse(expiresAt) <= own.getTime())) return;
      throw new DomainError(
        'forbidden',
        `This API key ends at ${own.toISOString()}: what it grants ends no later.`,
      );
    },
  };
}

/** @throws `forbidden` for what the caller does not have */
function grantable(principal: Principal, asked: readonly Permission[]): Permission[] {
  requireAll(principal, asked);
  return [...new Set(asked)];
}
