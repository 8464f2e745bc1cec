import {
  copilotReport,
  copilotReportQuery,
  suggestedReply,
  suggestedReplyParam,
  suggestionRequest,
  type CopilotReport,
  type SuggestedReply,
} from '../protocol/copilot';
import { idParam } from '../protocol/lists';
import { similarSessions, summarySoFar, type SimilarSessions, type SummarySoFar } from '../protocol/sessions';
import type { Principal } from '../identity/principal';
import { endpoint } from './route';

/** What the routes need of src/responder/copilot. */
export interface CopilotDeps {
  copilot: {
    suggest(organizationId: string, sessionId: string, packetSeq?: number): Promise<SuggestedReply>;
    dismiss(place: { organizationId: string; sessionId: string; id: string }): Promise<void>;
    summarize(organizationId: string, sessionId: string): Promise<SummarySoFar>;
    report(organizationId: string, since: Date): Promise<CopilotReport>;
  };
  similarSessions: { to(organizationId: string, sessionId: string): Promise<SimilarSessions> };
  /** Counts what a person or program asks of it. @throws `rate_limited` */
  takeCopilot(principal: Principal): Promise<unknown>;
}

export function copilotEndpoints({ copilot, similarSessions: similar, takeCopilot }: CopilotDeps) {
  return {
    suggest: endpoint({
      summary:
        "Suggest a reply for what the customer wants now, from the knowledge, the team's own articles too. It is never sent by itself: a message that is written from it names it as `suggestionId`.",
      params: idParam,
      body: suggestionRequest,
      response: suggestedReply,
      readOnly: true,
      async handle({ principal, params, body: { packetSeq } }) {
        await takeCopilot(principal);
        return copilot.suggest(principal.organizationId, params.id, packetSeq);
      },
    }),

    summarize: endpoint({
      summary:
        'What an open session is about so far, in parts: by a model where there is one that the budget affords, else by rules. Nothing is stored.',
      params: idParam,
      response: summarySoFar,
      readOnly: true,
      async handle({ principal, params }) {
        await takeCopilot(principal);
        return copilot.summarize(principal.organizationId, params.id);
      },
    }),

    similar: endpoint({
      summary:
        'Closed sessions of other customers in which about the same was wanted, by meaning, and how they ended.',
      params: idParam,
      response: similarSessions,
      handle: ({ principal, params }) => similar.to(principal.organizationId, params.id),
    }),

    dismiss: endpoint({
      summary: 'Say that a suggested reply is of no use.',
      params: suggestedReplyParam,
      handle: ({ principal: { organizationId }, params: { id: sessionId, suggestionId: id } }) =>
        copilot.dismiss({ organizationId, sessionId, id }),
    }),

    report: endpoint({
      summary: 'How many replies were suggested to agents, and what became of them.',
      query: copilotReportQuery,
      response: copilotReport,
      handle: ({ principal, query: { days } }) =>
        copilot.report(principal.organizationId, new Date(Date.now() - days * 24 * 3_600_000)),
    }),
  };
}
