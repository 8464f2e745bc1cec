// Playbooks: the steps that a case of a kind should take, and how far a conversation has come with them. Nothing of it reaches a customer.
import type { Playbooks } from '../automations/playbooks/playbooks';
import { idParam, listOf } from '../protocol/lists';
import {
  newPlaybook,
  playbook,
  playbookFigures,
  playbookFiguresQuery,
  playbookRun,
  playbookSessionsQuery,
  playbookStepParam,
  sessionPlaybooks,
  startPlaybook,
  stepChange,
} from '../protocol/playbooks';
import { sessionPage } from '../protocol/sessions';
import type { SessionState } from '../sessions/session';
import { teamSession } from '../sessions/visibility';
import { on } from './http/route-line';
import { endpoint, type Route } from './http/route';

export interface PlaybookDeps {
  playbooks: Playbooks;
  sessionsAmong(organizationId: string, ids: readonly string[]): Promise<SessionState[]>;
}

export function playbookRoutes(deps: PlaybookDeps): Route[] {
  const books = { ...writing(deps), ...counting(deps) };
  const runs = working(deps);
  const behind = ['analytics:read', 'sessions:read'] as const;
  return [
    on('playbooks.list', 'get playbooks', 'sessions:read', books.list),
    on('playbooks.create', 'post playbooks', 'knowledge:write', books.create),
    on('playbooks.get', 'get playbooks/:id', 'sessions:read', books.get),
    on('playbooks.update', 'put playbooks/:id', 'knowledge:write', books.update),
    on('playbooks.remove', 'delete playbooks/:id', 'knowledge:write', books.remove),
    on('playbooks.figures', 'get playbooks/:id/figures', 'analytics:read', books.figures),
    on('playbooks.sessions', 'get playbooks/:id/sessions', behind, books.sessions),
    on('sessions.playbooks', 'get sessions/:id/playbooks', 'sessions:read', runs.list),
    on('playbook-runs.start', 'post sessions/:id/playbook-runs', 'sessions:write', runs.start),
    on('playbook-runs.step', 'patch playbook-runs/:id/steps/:stepId', 'sessions:write', runs.step),
    on('playbook-runs.remove', 'delete playbook-runs/:id', 'sessions:write', runs.remove),
  ];
}

function writing({ playbooks }: PlaybookDeps) {
  return {
    list: endpoint({
      summary: 'Playbooks, by name. All of them in one page.',
      response: listOf(playbook),
      handle: async ({ principal }) => ({
        items: await playbooks.list(principal.organizationId),
        nextCursor: null,
      }),
    }),

    get: endpoint({
      summary: 'One playbook.',
      params: idParam,
      response: playbook,
      handle: ({ principal, params }) => playbooks.get(principal.organizationId, params.id),
    }),

    create: endpoint({
      summary:
        'Write a playbook. `conflict` when its name is taken; a step can bring along a reply, a macro of the team’s or an article.',
      body: newPlaybook,
      response: playbook,
      status: 201,
      handle: ({ principal, body }) => playbooks.create(principal.organizationId, body),
    }),

    update: endpoint({
      summary: 'Replace a playbook. Conversations in which it was started keep the steps that they have.',
      params: idParam,
      body: newPlaybook,
      response: playbook,
      handle: ({ principal, params, body }) => playbooks.update(principal.organizationId, params.id, body),
    }),

    remove: endpoint({
      summary:
        'Remove a playbook. Conversations in which it was started keep it, and nothing counts it any more.',
      params: idParam,
      async handle({ principal, params }) {
        await playbooks.remove(principal.organizationId, params.id);
      },
    }),
  };
}

function counting({ playbooks, sessionsAmong }: PlaybookDeps) {
  return {
    figures: endpoint({
      summary: 'How often a playbook was offered, started and completed, and which steps were missed.',
      params: idParam,
      query: playbookFiguresQuery,
      response: playbookFigures,
      handle: ({ principal, params, query }) =>
        playbooks.figures(principal.organizationId, params.id, query.days),
    }),

    sessions: endpoint({
      summary: 'The conversations behind one of its figures, the newest first: 200 at most, in one page.',
      params: idParam,
      query: playbookSessionsQuery,
      response: sessionPage,
      async handle({ principal: { organizationId }, params, query: { what, days, stepId } }) {
        const behind = { what, days, ...(stepId !== undefined && { stepId }) };
        const ids = await playbooks.sessionIds(organizationId, params.id, behind);
        const items = await sessionsAmong(organizationId, ids);
        const place = (one: SessionState) => ids.indexOf(one.id);
        return { items: items.toSorted((a, b) => place(a) - place(b)).map(teamSession), nextCursor: null };
      },
    }),
  };
}

function working({ playbooks }: PlaybookDeps) {
  return {
    list: endpoint({
      summary:
        'The playbooks that fit a conversation, and those that were started in it. What an agent is offered is counted, once a conversation.',
      params: idParam,
      response: sessionPlaybooks,
      handle: ({ principal: { organizationId, agentId }, params }) =>
        playbooks.ofSession(organizationId, params.id, { counted: agentId !== undefined }),
    }),

    start: endpoint({
      summary: 'Start a playbook in a conversation. Started again, it is the one that is there.',
      params: idParam,
      body: startPlaybook,
      response: playbookRun,
      status: 201,
      handle: ({ principal: { organizationId, name }, params, body: { playbookId } }) =>
        playbooks.start(organizationId, { sessionId: params.id, playbookId, by: name }),
    }),

    step: endpoint({
      summary: 'Say that a step is done, or why it is skipped; or take that back.',
      params: playbookStepParam,
      body: stepChange,
      response: playbookRun,
      handle: ({ principal: { organizationId, name }, params, body }) =>
        playbooks.step(organizationId, params, { ...body, by: name }),
    }),

    remove: endpoint({
      summary: 'Take a playbook out of a conversation, where it was started by mistake.',
      params: idParam,
      async handle({ principal, params }) {
        await playbooks.drop(principal.organizationId, params.id);
      },
    }),
  };
}
