import { DomainError } from '../errors';
import type { Audit } from '../audit/audit';
import type { Identity } from '../identity/identity';
import type { PeopleStore } from '../identity/people-store';
import type { Principal } from '../identity/principal';
import { loginRequest, loginResponse, meResponse, passwordChange } from '../protocol/logins';
import { enter, loginAnswer, refreshCookie, setCookie } from './login-answer';
import { found } from './http/require-found';
import { presentOwnAgent, presentUser } from './present';
import { Answer, endpoint, openEndpoint } from './http/route';
import type { UserDeps } from './users';

interface AuthDeps extends Pick<UserDeps, 'userLeft'> {
  identity: Pick<Identity, 'login' | 'refresh' | 'logout' | 'changePassword' | 'forget'>;
  people: PeopleStore;
  audit: Pick<Audit, 'record'>;
}

export function authEndpoints(deps: AuthDeps) {
  return { ...logins(deps), ...self(deps) };
}

/** For whoever is not signed in, or not much longer. */
function logins({ identity, audit }: AuthDeps) {
  return {
    login: openEndpoint({
      summary: 'Sign in. The refresh token comes as an httpOnly cookie.',
      body: loginRequest,
      response: loginResponse,
      async handle(call) {
        const login = await identity.login(call.body.email, call.body.password, call.address);
        return enter({ audit, action: 'auth.login', login }, call);
      },
    }),

    refresh: openEndpoint({
      summary: 'A new access token for the refresh cookie, which is good for one use.',
      response: loginResponse,
      async handle(call) {
        return loginAnswer(await identity.refresh(call.cookie(refreshCookie)), call);
      },
    }),

    logout: openEndpoint({
      summary: 'End this login: its refresh tokens stop working.',
      async handle(call) {
        await identity.logout(call.cookie(refreshCookie));
        return new Answer(undefined, { 'Set-Cookie': setCookie('', 0, call) });
      },
    }),
  };
}

/** What somebody who is signed in sees and changes of the own account. */
function self({ identity, people, userLeft }: AuthDeps) {
  async function ownUser({ organizationId, id }: Principal) {
    return found(await people.users.get(organizationId, id), 'user');
  }

  return {
    password: endpoint({
      summary:
        'Change the own password. Every login and access token of before ends at once; the answer is a new login.',
      body: passwordChange,
      response: loginResponse,
      async handle(call) {
        const { principal, body, address } = call;
        if (principal.kind === 'api_key') throw new DomainError('forbidden', 'An API key has no password.');
        const { email } = await ownUser(principal);
        const login = await identity.changePassword(email, body, address);
        identity.forget(principal.organizationId, principal.id);
        userLeft(principal.organizationId, principal.id);
        return loginAnswer(login, call);
      },
    }),

    me: endpoint({
      summary: 'Who the token belongs to, and what it may do.',
      response: meResponse,
      async handle({ principal }) {
        const { organizationId, id, name, agentId } = principal;
        const own = agentId && (await people.agents.get(organizationId, agentId));
        const organization = found(await people.organization(organizationId), 'organization');
        const common = {
          organization: { id: organizationId, name: organization.name },
          permissions: [...principal.permissions],
        };
        if (principal.kind === 'api_key') return { ...common, apiKey: { id, name } };
        return {
          ...common,
          user: presentUser(await ownUser(principal)),
          ...(own && { agent: presentOwnAgent(own) }),
        };
      },
    }),
  };
}
