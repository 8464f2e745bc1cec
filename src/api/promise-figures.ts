// What was promised, counted, and the conversations behind it.
import type { z } from 'zod';
import type { PromiseReports } from '../insights/promise-figures';
import { promiseBreakdown, promiseBreakdownQuery, promiseSessionsQuery } from '../protocol/promise-figures';
import { sessionPage } from '../protocol/sessions';
import { teamSession } from '../sessions/views';
import { asked } from './figures';
import { endpoint } from './http/route';

export interface PromiseFigureDeps {
  promiseFigures: PromiseReports;
}

export function promiseFigureEndpoints({ promiseFigures }: PromiseFigureDeps) {
  return {
    breakdown: endpoint({
      summary:
        'Promises that were kept and broken, by policy, agent, team, channel, priority, label or language, beside the time before. Each is of who held the conversation when it was kept, or was due and broke.',
      query: promiseBreakdownQuery,
      response: promiseBreakdown,
      handle: ({ principal, query: { by, ...query } }) =>
        promiseFigures.breakDown(principal.organizationId, { ...promisesAsked(query), by }),
    }),

    sessions: endpoint({
      summary: 'The conversations in which promises were kept or broken, those that began last first.',
      query: promiseSessionsQuery,
      response: sessionPage,
      async handle({ principal, query: { limit, cursor, outcome, ...query } }) {
        const page = await promiseFigures.sessions(
          principal.organizationId,
          { ...promisesAsked(query), ...(outcome && { outcome }) },
          { limit, ...(cursor && { cursor }) },
        );
        return { items: page.items.map(teamSession), nextCursor: page.nextCursor };
      },
    }),
  };
}

type Query = Omit<z.output<typeof promiseBreakdownQuery>, 'by'>;

function promisesAsked({ priority, policyId, target, ...query }: Query) {
  const { filter, ...days } = asked(query);
  return {
    ...days,
    filter: { ...filter, ...(priority && { priority }) },
    ...(policyId && { policyId }),
    ...(target && { target }),
  };
}
