// The SLA, counted, and the conversations behind it.
import type { z } from 'zod';
import type { SlaFigureReports } from '../insights/sla-figures';
import { slaBreakdown, slaBreakdownQuery, slaSessionsQuery } from '../protocol/sla-figures';
import { sessionPage } from '../protocol/sessions';
import { teamSession } from '../sessions/visibility';
import { asked } from './figures';
import { endpoint } from './http/route';

export interface SlaFigureDeps {
  slaFigures: SlaFigureReports;
}

export function slaFigureEndpoints({ slaFigures }: SlaFigureDeps) {
  return {
    breakdown: endpoint({
      summary:
        'Promises that were kept and broken, by policy, agent, team, channel, priority, label or language, beside the time before. Each is of who held the conversation when it was kept, or was due and broke.',
      query: slaBreakdownQuery,
      response: slaBreakdown,
      handle: ({ principal, query: { by, ...query } }) =>
        slaFigures.breakDown(principal.organizationId, { ...slaAsked(query), by }),
    }),

    sessions: endpoint({
      summary: 'The conversations in which promises were kept or broken, those that began last first.',
      query: slaSessionsQuery,
      response: sessionPage,
      async handle({ principal, query: { limit, cursor, outcome, ...query } }) {
        const page = await slaFigures.sessions(
          principal.organizationId,
          { ...slaAsked(query), ...(outcome && { outcome }) },
          { limit, ...(cursor && { cursor }) },
        );
        return { items: page.items.map(teamSession), nextCursor: page.nextCursor };
      },
    }),
  };
}

type Query = Omit<z.output<typeof slaBreakdownQuery>, 'by'>;

function slaAsked({ priority, policyId, target, ...query }: Query) {
  const { filter, ...days } = asked(query);
  return {
    ...days,
    filter: { ...filter, ...(priority && { priority }) },
    ...(policyId && { policyId }),
    ...(target && { target }),
  };
}
