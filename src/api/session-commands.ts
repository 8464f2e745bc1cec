// What people do to a session as a whole: take it, give it on, open it again, close it, label it.
import type { PeopleStore } from '../identity/people-store';
import type { Principal } from '../identity/principal';
import { idParam } from '../protocol/lists';
import { session } from '../protocol/model/session';
import {
  sessionCommand,
  sessionUpdate,
  takeSession,
  transferRequest,
  type TransferRequest,
} from '../protocol/sessions';
import type { Teams } from '../routing/teams';
import type { AgentRef, Receiver } from '../sessions/commands';
import type { SessionsService } from '../sessions/sessions';
import { teamSession } from '../sessions/visibility';
import { actorOf, agentNamed, ownAgent, speakerOf } from './actors';
import { found } from './http/require-found';
import { endpoint } from './http/route';

export interface CommandDeps {
  sessions: SessionsService;
  people: Pick<PeopleStore, 'agents'>;
  teams: Pick<Teams, 'get'>;
}

export function commandEndpoints(deps: CommandDeps) {
  return { ...taking(deps), ...changing(deps) };
}

async function receiver(
  { people, teams }: CommandDeps,
  principal: Principal,
  to: TransferRequest['to'],
): Promise<Receiver> {
  if ('agentId' in to) return { agent: await agentNamed(people, principal, to.agentId) };
  if ('queue' in to) return to;
  if (to.teamId === null) return { team: null };
  return { team: found(await teams.get(principal.organizationId, to.teamId), 'team') };
}

/** An agent takes a session, or it is given to one. */
function taking(deps: CommandDeps) {
  const { sessions, people } = deps;
  const takers = async (principal: Principal, as: { agentId: string } | undefined): Promise<AgentRef> => {
    const { kind, id, name = '' } = await speakerOf(people, principal, as);
    return kind === 'agent' && id !== undefined ? { id, name } : ownAgent(principal);
  };

  return {
    claim: endpoint({
      summary:
        'Take the session over, from the AI or the queue. It goes back into the queue when the agent has no console open for a minute, and `conflict` refuses an agent who is offline.',
      params: idParam,
      body: takeSession,
      response: session,
      async handle({ principal, params, body: { expectSeq, as } }) {
        const asked = command(principal, params.id, expectSeq);
        return teamSession(await sessions.claim({ ...asked, agent: await takers(principal, as) }));
      },
    }),

    transfer: endpoint({
      summary: 'Give the session to another agent, to a team, or back to the queue.',
      params: idParam,
      body: transferRequest,
      response: session,
      async handle({ principal, params, body: { to, note, expectSeq } }) {
        const state = await sessions.transfer({
          ...command(principal, params.id, expectSeq),
          by: actorOf(principal),
          to: await receiver(deps, principal, to),
          ...(note && { reason: note }),
        });
        return teamSession(state);
      },
    }),

    reopen: endpoint({
      summary: "Open a closed session again, as mine, or for a key: as the named agent's.",
      params: idParam,
      body: takeSession,
      response: session,
      async handle({ principal, params, body: { expectSeq, as } }) {
        const asked = command(principal, params.id, expectSeq);
        return teamSession(await sessions.reopen({ ...asked, agent: await takers(principal, as) }));
      },
    }),
  };
}

/** What is done to a session, whoever has it. */
function changing({ sessions }: CommandDeps) {
  return {
    close: endpoint({
      summary: 'Close the session.',
      params: idParam,
      body: sessionCommand,
      response: session,
      async handle({ principal, params, body }) {
        const asked = command(principal, params.id, body.expectSeq);
        return teamSession(await sessions.close({ ...asked, by: actorOf(principal), asksRating: true }));
      },
    }),

    update: endpoint({
      summary: 'Set labels or priority.',
      params: idParam,
      body: sessionUpdate,
      response: session,
      async handle({ principal, params, body: { expectSeq, labels, priority } }) {
        const state = await sessions.update({
          ...command(principal, params.id, expectSeq),
          by: actorOf(principal),
          ...(labels && { labels: [...new Set(labels)] }),
          ...(priority && { priority }),
        });
        return teamSession(state);
      },
    }),
  };
}

function command({ organizationId }: Principal, sessionId: string, expectSeq: number | undefined) {
  return { organizationId, sessionId, ...(expectSeq !== undefined && { expectSeq }) };
}
