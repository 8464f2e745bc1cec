// Views: lists of conversations that somebody keeps, the team's, and everybody's own, which nobody else sees.
import type { SavedViewRow, SavedViews } from '../automations/store';
import { notFound } from '../errors';
import type { Principal } from '../identity/principal';
import { idParam, listOf } from '../protocol/lists';
import {
  newView,
  savedView,
  sessionWhere,
  viewCounts,
  viewPlace,
  type NewView,
  type SavedView,
} from '../protocol/saved-views';
import { openStatuses, type SessionWhere } from '../protocol/session-where';
import type { SessionsService } from '../sessions/sessions';
import type { SessionFilter, SessionRows } from '../sessions/store';
import { found } from './http/require-found';
import { endpoint } from './http/route';
import { mayShare, ownerOf, seen, whose } from './shared-or-own';

export interface SavedViewDeps {
  savedViews: SavedViews;
  sessions: SessionsService;
  countEach: SessionRows['countEach'];
}

const what = 'view';

export function savedViewEndpoints(deps: SavedViewDeps) {
  return { ...reading(deps), ...writing(deps) };
}

/** Nobody's: what is asked of it is never there. */
const nobody = '00000000-0000-0000-0000-000000000000';

/** @param agentId the agent of whoever looks; `me` of who is none is nobody */
export function filterOf(where: SessionWhere, agentId: string | undefined): SessionFilter {
  const { status = openStatuses, agentId: holders, ...rest } = where;
  return {
    ...(rest as Omit<SessionFilter, 'status' | 'agentId'>),
    status,
    ...(holders && { agentId: holders.map((id) => (id === 'me' ? (agentId ?? nobody) : id)) }),
  };
}

function reading({ savedViews, sessions, countEach }: SavedViewDeps) {
  const listed = (principal: Principal) => savedViews.list(principal.organizationId, whose(principal));
  return {
    list: endpoint({
      summary:
        "Views of conversations: the team's and one's own, each in its order. All of them in one page.",
      response: listOf(savedView),
      handle: async ({ principal }) => ({ items: (await listed(principal)).map(present), nextCursor: null }),
    }),

    get: endpoint({
      summary: 'One view.',
      params: idParam,
      response: savedView,
      handle: async ({ principal, params }) =>
        present(await seen(savedViews, { principal, id: params.id, what })),
    }),

    counts: endpoint({
      summary: 'How many sessions each view shows.',
      response: viewCounts,
      async handle({ principal }) {
        const views = await listed(principal);
        await sessions.writeRows();
        const counts = await countEach(
          principal.organizationId,
          views.map(({ filter }) => filterOf(readable(filter), principal.agentId)),
        );
        return { counts: Object.fromEntries(views.map(({ id }, n) => [id, counts[n]!])) };
      },
    }),
  };
}

function writing({ savedViews }: SavedViewDeps) {
  return {
    create: endpoint({
      summary: 'Save a view. `conflict` when its name is taken, or there are 50 already.',
      body: newView,
      response: savedView,
      status: 201,
      handle: async ({ principal, body }) =>
        present(await savedViews.create(principal.organizationId, given(principal, body))),
    }),

    update: endpoint({
      summary: 'Replace a view; it may become the team’s, or one’s own.',
      params: idParam,
      body: newView,
      response: savedView,
      async handle({ principal, params, body }) {
        const before = await seen(savedViews, { principal, id: params.id, what });
        mayShare(principal, before.userId === null);
        const change = given(principal, body);
        return present(found(await savedViews.update(principal.organizationId, params.id, change), what));
      },
    }),

    remove: endpoint({
      summary: 'Remove a view.',
      params: idParam,
      async handle({ principal, params }) {
        const before = await seen(savedViews, { principal, id: params.id, what });
        mayShare(principal, before.userId === null);
        if (!(await savedViews.remove(principal.organizationId, params.id))) throw notFound(what);
      },
    }),

    move: endpoint({
      summary: "Put a view in another place among the team's, or among one's own.",
      params: idParam,
      body: viewPlace,
      async handle({ principal, params: { id }, body: { position } }) {
        const { organizationId } = principal;
        const { userId } = await seen(savedViews, { principal, id, what });
        mayShare(principal, userId === null);
        const all = await savedViews.list(organizationId, userId === null ? {} : { userId });
        const others = all.filter((view) => view.userId === userId && view.id !== id).map((view) => view.id);
        await savedViews.arrange(organizationId, others.toSpliced(position, 0, id));
      },
    }),
  };
}

function given(principal: Principal, { name, where, shared }: NewView) {
  return { name, filter: where as SessionWhere, ...ownerOf(principal, shared) };
}

/** An archive of a later version may know more of it. */
function readable(filter: unknown): SessionWhere {
  return sessionWhere.catch({}).parse(filter) as SessionWhere;
}

function present({ id, name, filter, position, ...row }: SavedViewRow): SavedView {
  return {
    ...{ id, name, position },
    where: readable(filter) as SavedView['where'],
    shared: row.userId === null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
