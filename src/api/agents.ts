import { DomainError, notFound } from '../errors';
import type { AgentRow, PeopleStore } from '../identity/people-store';
import type { Principal } from '../identity/principal';
import { agent, agentUpdate, newAgent } from '../protocol/people';
import type { Presence } from '../protocol/model/presence';
import { ownAgent, ownAgentUpdate } from '../protocol/logins';
import { idParam, listOf, plainList } from '../protocol/lists';
import { say } from '../protocol/server-texts/said';
import { found } from './http/require-found';
import { presentAgent, presentOwnAgent } from './present';
import { requireRole } from './http/rights';
import { endpoint } from './http/route';
import type { UserDeps } from './users';

export interface AgentDeps extends UserDeps {
  people: Pick<PeopleStore, 'users' | 'agents'>;
  presences(organizationId: string): Promise<Record<string, Presence>>;
  /** An agent may have room now: its capacity or specialties changed. */
  agentChanged(organizationId: string): void;
}

export function agentEndpoints(deps: AgentDeps) {
  return { ...reading(deps), ...changing(deps), ...own(deps) };
}

function reading({ people: { agents }, presences }: AgentDeps) {
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
          items: page.items.map((row) => presentAgent(row, present[row.id])),
        };
      },
    }),
    get: endpoint({
      summary: 'One agent.',
      params: idParam,
      response: agent,
      async handle({ principal: { organizationId }, params }) {
        const row = found(await agents.get(organizationId, params.id), 'agent');
        return presentAgent(row, (await presences(organizationId))[row.id]);
      },
    }),
  };
}

/** @throws `not_found`, `forbidden` for an agent whose role is above the caller's */
async function changeable(
  { people: { agents, users } }: AgentDeps,
  principal: Principal,
  id: string,
): Promise<AgentRow> {
  const row = found(await agents.get(principal.organizationId, id), 'agent');
  requireRole(principal, found(await users.get(principal.organizationId, row.userId), 'user').role);
  return row;
}

function changing(deps: AgentDeps) {
  const { people, identity, presences, pictures, agentChanged, userLeft } = deps;
  const { users, agents } = people;
  return {
    create: endpoint({
      summary: 'Make a user an agent.',
      body: newAgent,
      response: agent,
      status: 201,
      async handle({ principal, body }) {
        const { organizationId } = principal;
        const person = await users.get(organizationId, body.userId);
        if (person) requireRole(principal, person.role);
        const row = await agents.create(organizationId, body);
        identity.forget(organizationId, row.userId);
        return presentAgent(row, (await presences(organizationId))[row.id]);
      },
    }),
    update: endpoint({
      summary: 'Change what an agent is called, how much it takes, what it knows best, what it speaks.',
      params: idParam,
      body: agentUpdate,
      response: agent,
      async handle({ principal, params, body }) {
        const { organizationId } = principal;
        await changeable(deps, principal, params.id);
        const row = found(await agents.update(organizationId, params.id, body), 'agent');
        identity.forget(organizationId, row.userId);
        agentChanged(organizationId);
        return presentAgent(row, (await presences(organizationId))[row.id]);
      },
    }),
    remove: endpoint({
      summary: 'Delete an agent that never held a session.',
      params: idParam,
      async handle({ principal, params }) {
        const { organizationId } = principal;
        const row = await changeable(deps, principal, params.id);
        if (!(await agents.remove(organizationId, params.id))) throw notFound('agent');
        await pictures.forget(organizationId, row.pictureId ? [row.pictureId] : []);
        identity.forget(organizationId, row.userId);
        userLeft(organizationId, row.userId);
      },
    }),
  };
}

function own({ people: { agents }, identity }: AgentDeps) {
  return {
    updateOwn: endpoint({
      summary:
        'Change what customers see you as, or in which language the console speaks to you and your mails are written.',
      body: ownAgentUpdate,
      response: ownAgent,
      async handle({ principal: { organizationId, agentId, id }, body }) {
        if (!agentId) throw new DomainError('forbidden', say('agents_only'));
        const row = found(await agents.update(organizationId, agentId, body), 'agent');
        identity.forget(organizationId, id);
        return presentOwnAgent(row);
      },
    }),
  };
}
