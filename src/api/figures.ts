// Numbers that people look at, and the conversations behind each of them.
import type { Asked, Column, FigureReports } from '../insights/figures';
import {
  breakdownQuery,
  figureSessionsQuery,
  figuresBreakdown,
  figuresLoad,
  figuresNow,
  figuresQuery,
  figuresReport,
  loadQuery,
  nowQuery,
  type FiguresQuery,
} from '../protocol/figures';
import { sessionPage } from '../protocol/sessions';
import { teamSession } from '../sessions/visibility';
import type { AgentDeps } from './agents';
import { endpoint } from './http/route';

interface FigureDeps extends Pick<AgentDeps, 'presences'> {
  figures: FigureReports;
}

export function figureEndpoints(deps: FigureDeps) {
  return { ...reports(deps), ...opened(deps) };
}

function reports({ figures, presences }: FigureDeps) {
  return {
    figures: endpoint({
      summary:
        'How many conversations began, how they ended, how long it took, how they were rated, beside the time before.',
      query: figuresQuery,
      response: figuresReport,
      handle: ({ principal, query }) =>
        figures.report(principal.organizationId, { ...asked(query), bucket: query.bucket }),
    }),

    breakdown: endpoint({
      summary: 'The same figures by agent, team, channel, label, language, reason of the handover or score.',
      query: breakdownQuery,
      response: figuresBreakdown,
      handle: ({ principal, query }) =>
        figures.breakDown(principal.organizationId, { ...asked(query), by: query.by }),
    }),

    load: endpoint({
      summary: 'When conversations begin, by weekday and hour.',
      query: loadQuery,
      response: figuresLoad,
      handle: ({ principal, query }) => figures.load(principal.organizationId, asked(query)),
    }),

    now: endpoint({
      summary: 'Who waits and who is there at this moment, and what today has been so far.',
      query: nowQuery,
      response: figuresNow,
      async handle({ principal: { organizationId }, query: { timeZone } }) {
        const present = Object.values(await presences(organizationId));
        return {
          ...(await figures.now(organizationId, timeZone)),
          agentsOnline: present.filter((presence) => presence === 'online').length,
        };
      },
    }),
  };
}

function opened({ figures }: FigureDeps) {
  return {
    sessions: endpoint({
      summary: 'The conversations that a figure counts, those that began last first.',
      query: figureSessionsQuery,
      response: sessionPage,
      async handle({ principal, query }) {
        const { limit, cursor, figure, trigger, score, weekday, hour, startedFrom, startedBefore } = query;
        const { none = [], ...rest } = asked(query);
        const without: Column[] = trigger === 'none' ? [...none, 'trigger'] : [...none];
        const within = {
          ...(startedFrom && { from: new Date(startedFrom) }),
          ...(startedBefore && { until: new Date(startedBefore) }),
        };
        const page = await figures.sessions(
          principal.organizationId,
          {
            ...rest,
            none: without,
            figure,
            within,
            ...(trigger !== undefined && trigger !== 'none' && { trigger }),
            ...(score !== undefined && { score }),
            ...(weekday !== undefined && { weekday }),
            ...(hour !== undefined && { hour }),
          },
          { limit, ...(cursor && { cursor }) },
        );
        return { items: page.items.map(teamSession), nextCursor: page.nextCursor };
      },
    }),
  };
}

type Query = Omit<FiguresQuery, 'bucket'>;

/** What is asked of a column that has a word of its own for nothing. */
export function asked({ from, to, timeZone, channelType, channelId, ...columns }: Query): Asked {
  const { agentId, teamId, label, language } = columns;
  const named = Object.entries({ agentId, teamId, label, language });
  const none = named.flatMap(([column, value]) => (value === 'none' ? [column as Column] : []));
  const wanted = named.filter(([, value]) => value !== undefined && value !== 'none');
  return {
    ...{ from, to, timeZone },
    filter: {
      ...(channelType && { channelType }),
      ...(channelId && { channelId }),
      ...Object.fromEntries(wanted),
    },
    none,
  };
}
