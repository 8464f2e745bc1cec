import { DomainError, notFound } from '../errors';
import { apiKeyPrefix } from '../identity/access';
import type { Identity } from '../identity/identity';
import { hashPassword } from '../identity/passwords';
import type { PeopleStore } from '../identity/people-store';
import {
  permissions,
  rolePermissions,
  type Permission,
  type Principal,
  type Role,
} from '../identity/principal';
import { randomSecret, sha256 } from '../identity/secrets';
import {
  agent,
  agentUpdate,
  apiKey,
  apiKeyUpdate,
  createdApiKey,
  newAgent,
  newApiKey,
  newUser,
  organization,
  organizationUpdate,
  user,
  userUpdate,
} from '../protocol/people';
import { idParam, listOf, plainList } from '../protocol/rest';
import type { Presence } from '../protocol/model/presence';
import { presentAgent, presentApiKey, presentOrganization, presentUser } from './present';
import { endpoint } from './route';

export interface PeopleDeps {
  people: PeopleStore;
  identity: Pick<Identity, 'forget'>;
  presences(organizationId: string): Promise<Record<string, Presence>>;
  /** An agent may have room now: its capacity or specialties changed. */
  agentChanged?(organizationId: string): void;
  /** Whoever works in the console as this user is signed out. */
  userLeft?(organizationId: string, userId: string): void;
}

export function userEndpoints({ people: { users }, identity, userLeft }: PeopleDeps) {
  return {
    list: endpoint({
      summary: 'People who can sign in, newest first.',
      query: plainList,
      response: listOf(user),
      async handle({ principal, query }) {
        const page = await users.list(principal.organizationId, {}, query);
        return { ...page, items: page.items.map(presentUser) };
      },
    }),
    get: endpoint({
      summary: 'One user.',
      params: idParam,
      response: user,
      handle: async ({ principal, params }) =>
        presentUser(found(await users.get(principal.organizationId, params.id), 'user')),
    }),
    create: endpoint({
      summary: 'Add a person. To talk to customers it needs an agent as well.',
      body: newUser,
      response: user,
      status: 201,
      async handle({ principal, body: { password, email, ...rest } }) {
        refuseMore(principal, permissionsOf(rest.role));
        const passwordHash = await hashPassword(password);
        const row = await users.create(principal.organizationId, {
          ...rest,
          email: email.toLowerCase(),
          passwordHash,
        });
        return presentUser(row);
      },
    }),
    update: endpoint({
      summary:
        'Change a person. A new password, or isActive false, ends its logins and access tokens at once: who changes the own password signs in again.',
      params: idParam,
      body: userUpdate,
      response: user,
      async handle({ principal, params, body: { password, ...rest } }) {
        const { organizationId } = principal;
        const before = found(await users.get(organizationId, params.id), 'user');
        refuseMore(principal, permissionsOf(before.role));
        if (rest.role) refuseMore(principal, permissionsOf(rest.role));
        if (params.id === principal.id) refuseLockout(rest);
        const change = { ...rest, ...(password && { passwordHash: await hashPassword(password) }) };
        const row = found(await users.update(organizationId, params.id, change), 'user');
        const loginsEnd = password !== undefined || rest.isActive === false;
        if (loginsEnd) await users.signOut(organizationId, params.id);
        identity.forget(organizationId, params.id);
        if (loginsEnd) userLeft?.(organizationId, params.id);
        return presentUser(row);
      },
    }),
    remove: endpoint({
      summary: 'Delete a person who never held a session; others are set inactive.',
      params: idParam,
      async handle({ principal, params }) {
        if (params.id === principal.id) refuseLockout({ isActive: false });
        const before = found(await users.get(principal.organizationId, params.id), 'user');
        refuseMore(principal, permissionsOf(before.role));
        if (!(await users.remove(principal.organizationId, params.id))) throw notFound('user');
        identity.forget(principal.organizationId, params.id);
        userLeft?.(principal.organizationId, params.id);
      },
    }),
  };
}

export function agentEndpoints({
  people: { agents },
  identity,
  presences,
  agentChanged,
  userLeft,
}: PeopleDeps) {
  return {
    list: endpoint({
      summary: 'Agents with their presence, newest first.',
      query: plainList,
      response: listOf(agent),
      async handle({ principal: { organizationId }, query }) {
        const page = await agents.list(organizationId, {}, query);
        const present = await presences(organizationId);
        return {
          ...page,
          items: page.items.map((row) => presentAgent(row, present[row.id] ?? 'offline')),
        };
      },
    }),
    get: endpoint({
      summary: 'One agent.',
      params: idParam,
      response: agent,
      async handle({ principal: { organizationId }, params }) {
        const row = found(await agents.get(organizationId, params.id), 'agent');
        return presentAgent(row, (await presences(organizationId))[row.id] ?? 'offline');
      },
    }),
    create: endpoint({
      summary: 'Make a user an agent.',
      body: newAgent,
      response: agent,
      status: 201,
      async handle({ principal: { organizationId }, body }) {
        const row = await agents.create(organizationId, body);
        identity.forget(organizationId, row.userId);
        return presentAgent(row, 'offline');
      },
    }),
    update: endpoint({
      summary: 'Change what an agent is called, how much it takes, what it knows best.',
      params: idParam,
      body: agentUpdate,
      response: agent,
      async handle({ principal: { organizationId }, params, body }) {
        const row = found(await agents.update(organizationId, params.id, body), 'agent');
        identity.forget(organizationId, row.userId);
        agentChanged?.(organizationId);
        return presentAgent(row, (await presences(organizationId))[row.id] ?? 'offline');
      },
    }),
    remove: endpoint({
      summary: 'Delete an agent that never held a session.',
      params: idParam,
      async handle({ principal: { organizationId }, params }) {
        const row = found(await agents.get(organizationId, params.id), 'agent');
        if (!(await agents.remove(organizationId, params.id))) throw notFound('agent');
        identity.forget(organizationId, row.userId);
        userLeft?.(organizationId, row.userId);
      },
    }),
  };
}

export function apiKeyEndpoints({ people: { apiKeys } }: PeopleDeps) {
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
    create: endpoint({
      summary: 'Make an API key. The answer shows it, once.',
      body: newApiKey,
      response: createdApiKey,
      status: 201,
      shownOnce: ['key'],
      async handle({ principal, body }) {
        const key = apiKeyPrefix + randomSecret();
        const row = await apiKeys.create(principal.organizationId, {
          name: body.name,
          permissions: grantable(principal, body.permissions),
          keyHash: sha256(key),
          ...(body.expiresAt && { expiresAt: new Date(body.expiresAt) }),
        });
        return { ...presentApiKey(row), key };
      },
    }),
    update: endpoint({
      summary: 'Change name, permissions or end of an API key.',
      params: idParam,
      body: apiKeyUpdate,
      response: apiKey,
      async handle({ principal, params, body: { name, permissions: asked, expiresAt } }) {
        const row = await apiKeys.update(principal.organizationId, params.id, {
          ...(name && { name }),
          ...(asked && { permissions: grantable(principal, asked) }),
          ...(expiresAt !== undefined && { expiresAt: expiresAt === null ? null : new Date(expiresAt) }),
        });
        return presentApiKey(found(row, 'API key'));
      },
    }),
    remove: endpoint({
      summary: 'Delete an API key: it stops working at once.',
      params: idParam,
      async handle({ principal, params }) {
        if (!(await apiKeys.remove(principal.organizationId, params.id))) throw notFound('API key');
      },
    }),
  };
}

export function organizationEndpoints({ people }: PeopleDeps) {
  return {
    get: endpoint({
      summary: 'The organization that the token belongs to.',
      response: organization,
      handle: async ({ principal }) =>
        presentOrganization(found(await people.organization(principal.organizationId), 'organization')),
    }),
    update: endpoint({
      summary: 'Change its name, or how many agents it may have.',
      body: organizationUpdate,
      response: organization,
      async handle({ principal, body }) {
        const row = await people.updateOrganization(principal.organizationId, body);
        return presentOrganization(found(row, 'organization'));
      },
    }),
  };
}

function found<T>(row: T | undefined, what: string): T {
  if (row === undefined) throw notFound(what);
  return row;
}

function permissionsOf(role: string): Iterable<Permission> {
  return Object.hasOwn(rolePermissions, role) ? rolePermissions[role as Role] : [];
}

/** Nobody gives away, or rules over, more than it has. */
function refuseMore(principal: Principal, asked: Iterable<Permission>): void {
  for (const permission of asked) {
    if (!principal.permissions.has(permission)) {
      throw new DomainError('forbidden', `You cannot do this without the permission ${permission} yourself.`);
    }
  }
}

function grantable(principal: Principal, asked: readonly string[]): Permission[] {
  const known = new Set<string>(permissions);
  const unknown = asked.findIndex((name) => !known.has(name));
  if (unknown >= 0) {
    throw new DomainError('invalid', 'There is no such permission.', {
      errors: [{ path: `permissions.${unknown}`, message: 'There is no such permission.' }],
    });
  }
  refuseMore(principal, asked as Permission[]);
  return [...new Set(asked as Permission[])];
}

function refuseLockout(change: { role?: string; isActive?: boolean }): void {
  if (change.isActive === false || change.role !== undefined) {
    throw new DomainError('conflict', 'Nobody can deactivate, delete or change the role of the own account.');
  }
}
