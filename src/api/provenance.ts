import { idParam } from '../protocol/lists';
import { uses, usesQuery, why, type Uses, type Why } from '../protocol/provenance';
import { reports, reportsQuery, type Reports } from '../protocol/reports';
import { messageParam } from '../protocol/sessions';
import { endpoint } from './http/route';

/** What the routes need of src/responder/provenance.ts. */
export interface ProvenanceDeps {
  provenance: {
    why(organizationId: string, place: { sessionId: string; seq: number }): Promise<Why>;
    reports(organizationId: string, since: Date): Promise<Reports>;
    uses(
      organizationId: string,
      articleId: string,
      filter: { limit: number; outOfDate?: boolean },
    ): Promise<Uses>;
  };
}

export function provenanceEndpoints({ provenance }: ProvenanceDeps) {
  return {
    why: endpoint({
      summary:
        'Why the AI said this, or handed over: question, passages with version and score, how sure it was, who wrote it, what it took.',
      params: messageParam,
      response: why,
      handle: ({ principal, params: { id: sessionId, seq } }) =>
        provenance.why(principal.organizationId, { sessionId, seq }),
    }),

    reports: endpoint({
      summary: 'Articles that no answer uses, and those whose answers customers found no help.',
      query: reportsQuery,
      response: reports,
      handle: ({ principal, query: { days } }) =>
        provenance.reports(principal.organizationId, new Date(Date.now() - days * 24 * 3_600_000)),
    }),

    uses: endpoint({
      summary:
        'Past answers of the AI from this article, and which of them may be wrong by what it says now.',
      params: idParam,
      query: usesQuery,
      response: uses,
      handle: ({ principal, params, query: { limit, outOfDate } }) =>
        provenance.uses(principal.organizationId, params.id, {
          limit,
          ...(outOfDate !== undefined && { outOfDate: outOfDate === 'true' }),
        }),
    }),
  };
}
