// Insights: what has become more, the conversations that say so, and what became of it.
import { notFound } from '../errors';
import type { Trends } from '../insights/trends/trends';
import { insight, insightChange, insightList } from '../protocol/insights';
import { idParam, listOf } from '../protocol/lists';
import { sessionPage } from '../protocol/sessions';
import type { SessionState } from '../sessions/session';
import { teamSession } from '../sessions/visibility';
import { on } from './http/route-line';
import { found } from './http/require-found';
import { endpoint, type Route } from './http/route';

export interface InsightDeps {
  trends: Pick<Trends, 'list' | 'get' | 'change' | 'sessionIds'>;
  sessionsAmong(organizationId: string, ids: readonly string[]): Promise<SessionState[]>;
}

const what = 'insight';

export function insightRoutes(deps: InsightDeps): Route[] {
  const { list, get, update, sessions } = insightEndpoints(deps);
  return [
    on('insights.list', 'get insights', 'analytics:read', list),
    on('insights.get', 'get insights/:id', 'analytics:read', get),
    on('insights.update', 'patch insights/:id', ['analytics:read', 'quality:review'], update),
    on('insights.sessions', 'get insights/:id/sessions', ['analytics:read', 'sessions:read'], sessions),
  ];
}

function insightEndpoints({ trends, sessionsAmong }: InsightDeps) {
  return {
    list: endpoint({
      summary: 'What has become more than in the four weeks before, beyond chance; newest first.',
      query: insightList,
      response: listOf(insight),
      handle: ({ principal, query: { limit, cursor, open } }) =>
        trends.list(
          principal.organizationId,
          { ...(open && { open: open === 'true' }) },
          { limit, ...(cursor && { cursor }) },
        ),
    }),

    get: endpoint({
      summary: 'One insight.',
      params: idParam,
      response: insight,
      handle: async ({ principal, params }) =>
        found(await trends.get(principal.organizationId, params.id), what),
    }),

    update: endpoint({
      summary: 'Say what became of it, or who sees to it.',
      params: idParam,
      body: insightChange,
      response: insight,
      async handle({ principal: { organizationId, name }, params, body }) {
        return found(await trends.change(organizationId, params.id, { ...body, changedBy: name }), what);
      },
    }),

    sessions: endpoint({
      summary: 'Its conversations, those that began last first: 200 at most. All of them in one page.',
      params: idParam,
      response: sessionPage,
      async handle({ principal: { organizationId }, params: { id } }) {
        const ids = await trends.sessionIds(organizationId, id);
        if (!ids) throw notFound(what);
        const items = (await sessionsAmong(organizationId, ids)).toSorted((a, b) =>
          b.startedAt.localeCompare(a.startedAt),
        );
        return { items: items.map(teamSession), nextCursor: null };
      },
    }),
  };
}
