import { DomainError, notFound } from '../errors';
import type { AgentPictures } from '../files/agent-pictures';
import type { Identity } from '../identity/identity';
import type { PeopleStore } from '../identity/people-store';
import { newUser, user, userUpdate } from '../protocol/people';
import { idParam, listOf, plainList } from '../protocol/lists';
import { say } from '../protocol/server-texts/said';
import { found } from './http/require-found';
import { presentUser } from './present';
import { requireRole } from './http/rights';
import { endpoint } from './http/route';

export interface UserDeps {
  people: Pick<PeopleStore, 'users'>;
  identity: Pick<Identity, 'forget' | 'hashPassword'>;
  /** What an account that goes takes with it. */
  pictures: Pick<AgentPictures, 'ofUser' | 'forget'>;
  /** Whoever works in the console as this user is signed out. */
  userLeft(organizationId: string, userId: string): void;
}

export function userEndpoints(deps: UserDeps) {
  return { ...reading(deps), ...adding(deps), ...changing(deps) };
}

function reading({ people: { users } }: UserDeps) {
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
  };
}

function adding({ people: { users }, identity }: UserDeps) {
  return {
    create: endpoint({
      summary: 'Add a person. To talk to customers it needs an agent as well.',
      body: newUser,
      response: user,
      status: 201,
      async handle({ principal, body: { password, email, ...rest } }) {
        requireRole(principal, rest.role);
        const passwordHash = await identity.hashPassword(password);
        const row = await users.create(principal.organizationId, {
          ...rest,
          email: email.toLowerCase(),
          passwordHash,
        });
        return presentUser(row);
      },
    }),
  };
}

/** Whoever is changed or removed is known anew from then on, and signed out where that must be. */
function changing({ people: { users }, identity, pictures, userLeft }: UserDeps) {
  return {
    update: endpoint({
      summary:
        'Change a person. A new password, or isActive false, ends its logins and access tokens at once: who changes the own password signs in again. The only active admin stays one.',
      params: idParam,
      body: userUpdate,
      response: user,
      async handle({ principal, params, body: { password, ...rest } }) {
        const { organizationId } = principal;
        const before = found(await users.get(organizationId, params.id), 'user');
        requireRole(principal, before.role);
        if (rest.role) requireRole(principal, rest.role);
        if (params.id === principal.id) refuseLockout(rest);
        const change = { ...rest, ...(password && { passwordHash: await identity.hashPassword(password) }) };
        const row = found(await users.update(organizationId, params.id, change), 'user');
        const loginsEnd = password !== undefined || rest.isActive === false;
        if (loginsEnd) await users.signOut(organizationId, params.id);
        identity.forget(organizationId, params.id);
        if (loginsEnd) userLeft(organizationId, params.id);
        return presentUser(row);
      },
    }),
    remove: endpoint({
      summary:
        'Delete a person who never held a session; others are set inactive. The only active admin stays.',
      params: idParam,
      async handle({ principal, params }) {
        if (params.id === principal.id) refuseLockout({ isActive: false });
        const before = found(await users.get(principal.organizationId, params.id), 'user');
        requireRole(principal, before.role);
        const faces = await pictures.ofUser(principal.organizationId, params.id);
        if (!(await users.remove(principal.organizationId, params.id))) throw notFound('user');
        await pictures.forget(principal.organizationId, faces);
        identity.forget(principal.organizationId, params.id);
        userLeft(principal.organizationId, params.id);
      },
    }),
  };
}

function refuseLockout(change: { role?: string; isActive?: boolean }): void {
  if (change.isActive === false || change.role !== undefined) {
    throw new DomainError('conflict', say('own_account'));
  }
}
