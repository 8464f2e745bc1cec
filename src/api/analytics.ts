import type { Audit } from '../audit/audit';
import type { Analytics } from '../insights/analytics';
import { listOf } from '../protocol/lists';
import { analytics as analyticsResponse, analyticsQuery, auditEntry, auditList } from '../protocol/analytics';
import { slaReport } from '../protocol/sla';
import { endpoint } from './http/route';

interface NumberDeps {
  analytics: Pick<Analytics, 'numbers' | 'sla'>;
  audit: Pick<Audit, 'list'>;
}

const dayMs = 86_400_000;
const defaultDays = 30;
/** Before it no store knows a day. */
const firstDay = Date.parse('0001-01-01');

export function numberEndpoints({ analytics, audit }: NumberDeps) {
  return {
    analytics: endpoint({
      summary: 'Sessions a day: how many, who resolved them, how fast, how well rated.',
      query: analyticsQuery,
      response: analyticsResponse,
      handle: ({ principal, query: { channelType, ...asked } }) =>
        analytics.numbers(principal.organizationId, {
          ...rangeOf(asked),
          ...(channelType && { channelType }),
        }),
    }),

    sla: endpoint({
      summary: 'Promises to customers that were kept, and that were broken, by policy.',
      query: analyticsQuery,
      response: slaReport,
      handle: ({ principal, query: { channelType, ...asked } }) =>
        analytics.sla(principal.organizationId, { ...rangeOf(asked), ...(channelType && { channelType }) }),
    }),

    auditLogs: endpoint({
      summary: 'Who changed what, newest first.',
      query: auditList,
      response: listOf(auditEntry),
      async handle({ principal, query: { limit, cursor, from, to, ...filter } }) {
        const page = await audit.list(
          principal.organizationId,
          { ...filter, ...(from && { from: new Date(from) }), ...(to && { to: new Date(to) }) },
          { limit, ...(cursor && { cursor }) },
        );
        return {
          ...page,
          items: page.items.map(({ organizationId, ...entry }) => entry),
        };
      },
    }),
  };
}

function rangeOf(asked: { from?: string | undefined; to?: string | undefined }): {
  from: string;
  to: string;
} {
  const to = asked.to ?? dayOf(Date.now());
  return { from: asked.from ?? dayOf(Math.max(firstDay, Date.parse(to) - (defaultDays - 1) * dayMs)), to };
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
