// Who acts in a session: a person as its agent, a program as itself or as whom it names.
import { DomainError, notFound } from '../errors';
import type { PeopleStore } from '../identity/people-store';
import type { Principal } from '../identity/principal';
import type { Actor, AgentRef } from '../sessions/commands';

type Agents = Pick<PeopleStore, 'agents'>;

/** A program with an API key, or a user who is no agent, speaks as the system. */
export function actorOf({ agentId, name }: Principal): Actor {
  return agentId ? { kind: 'agent', id: agentId, name } : { kind: 'system', name };
}

/** Who `as` names. @throws `forbidden` where a person names somebody else, `not_found` for no agent of the organization */
export async function speakerOf(
  people: Agents,
  principal: Principal,
  as: { agentId: string } | { name: string } | undefined,
): Promise<Actor> {
  const isOwn = as && 'agentId' in as && as.agentId === principal.agentId;
  if (as === undefined || isOwn) return actorOf(principal);
  if (principal.kind !== 'api_key') throw new DomainError('forbidden', 'A person acts as itself.');
  if ('name' in as) return { kind: 'system', name: as.name };
  return { kind: 'agent', ...(await agentNamed(people, principal, as.agentId)) };
}

/** @throws `not_found` */
export async function agentNamed(
  people: Agents,
  { organizationId }: Principal,
  id: string,
): Promise<AgentRef> {
  const agent = await people.agents.get(organizationId, id);
  if (!agent) throw notFound('agent');
  return { id: agent.id, name: agent.displayName };
}

/** @throws `forbidden` for who is none */
export function ownAgent({ kind, agentId, name }: Principal): AgentRef {
  if (agentId) return { id: agentId, name };
  const hint = kind === 'api_key' ? ' An API key names one: {"as": {"agentId": …}}.' : '';
  throw new DomainError('forbidden', `Only an agent can hold a session.${hint}`);
}
