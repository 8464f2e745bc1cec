// Follow-ups: drafts that people send, change or dismiss.
import type { FollowUps } from '../automations/follow-ups/follow-ups';
import {
  followUp,
  followUpApproval,
  followUpChange,
  followUpDismissal,
  followUpList,
  followUps as list,
  followUpSent,
} from '../protocol/follow-ups';
import { idParam } from '../protocol/lists';
import { say } from '../protocol/server-texts/said';
import { DomainError } from '../errors';
import { teamSession } from '../sessions/visibility';
import { ownAgent } from './actors';
import { on } from './http/route-line';
import { endpoint, type Route } from './http/route';

export interface FollowUpDeps {
  followUps: Pick<FollowUps, 'list' | 'get' | 'change' | 'approve' | 'dismiss'>;
}

export function followUpRoutes(deps: FollowUpDeps): Route[] {
  const { all, get, update, approve, dismiss } = followUpEndpoints(deps);
  return [
    on('follow-ups.list', 'get follow-ups', 'sessions:read', all),
    on('follow-ups.get', 'get follow-ups/:id', 'sessions:read', get),
    on('follow-ups.update', 'patch follow-ups/:id', 'sessions:write', update),
    on('follow-ups.approve', 'post follow-ups/:id/approve', 'sessions:write', approve),
    on('follow-ups.dismiss', 'post follow-ups/:id/dismiss', 'sessions:write', dismiss),
  ];
}

function followUpEndpoints({ followUps }: FollowUpDeps) {
  return {
    all: endpoint({
      summary:
        'Drafts to customers who have not answered, or were promised something, newest first. One whose conversation has gone on is gone.',
      query: followUpList,
      response: list,
      handle: ({ principal, query: { limit, cursor } }) =>
        followUps.list(principal.organizationId, { limit, ...(cursor && { cursor }) }),
    }),

    get: endpoint({
      summary: 'One follow-up that is open.',
      params: idParam,
      response: followUp,
      handle: ({ principal, params }) => followUps.get(principal.organizationId, params.id),
    }),

    update: endpoint({
      summary: 'Change the words of a draft.',
      params: idParam,
      body: followUpChange,
      response: followUp,
      handle: ({ principal, params, body: { text } }) =>
        followUps.change(principal.organizationId, params.id, text),
    }),

    ...deciding({ followUps }),
  };
}

/** Whether a draft goes out. */
function deciding({ followUps }: FollowUpDeps) {
  return {
    approve: endpoint({
      summary:
        'Send it, once, in the channel of its conversation. What is with an agent is sent by that agent; a closed conversation becomes the caller’s, put away until the customer writes. Only people approve: an API key is `forbidden`. `conflict` says why it cannot go out.',
      params: idParam,
      body: followUpApproval,
      response: followUpSent,
      async handle({ principal, params, body }) {
        if (principal.kind === 'api_key') throw new DomainError('forbidden', say('person_approves'));
        const approval = { ...body, agent: ownAgent(principal) };
        return {
          session: teamSession(await followUps.approve(principal.organizationId, params.id, approval)),
        };
      },
    }),

    dismiss: endpoint({
      summary: 'Do not send it. The same silence or promise is not drafted for again.',
      params: idParam,
      body: followUpDismissal,
      async handle({ principal: { organizationId, name }, params, body: { reason } }) {
        await followUps.dismiss(organizationId, params.id, { reason, by: name });
      },
    }),
  };
}
