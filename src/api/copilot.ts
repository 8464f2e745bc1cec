import {
  copilotReport,
  copilotReportQuery,
  copilotState,
  rewriting,
  suggestedReply,
  suggestedReplyParam,
  suggestionRequest,
  translating,
  written,
  type CopilotReport,
  type CopilotState,
  type Rewriting,
  type SuggestedReply,
  type Written,
} from '../protocol/copilot';
import { idParam } from '../protocol/lists';
import {
  messageParam,
  similarSessions,
  sessionSummary,
  type SimilarSessions,
  type SessionSummary,
} from '../protocol/sessions';
import type { Principal } from '../identity/principal';
import { endpoint } from './http/route';

interface Place {
  organizationId: string;
  sessionId: string;
}

/** What the routes need of src/responder/copilot. */
export interface CopilotDeps {
  copilot: {
    suggest(organizationId: string, sessionId: string, packetSeq?: number): Promise<SuggestedReply>;
    dismiss(place: { organizationId: string; sessionId: string; id: string }): Promise<void>;
    summarize(organizationId: string, sessionId: string): Promise<SessionSummary>;
    report(organizationId: string, since: Date): Promise<CopilotReport>;
  };
  rewriting: {
    state(place: Place): Promise<CopilotState>;
    rewrite(place: Place, asked: Rewriting): Promise<Written>;
    translate(place: Place, asked: { seq: number; to: string }): Promise<Written>;
  };
  similarSessions: { to(organizationId: string, sessionId: string): Promise<SimilarSessions> };
  /** Counts what a person or program asks of it. @throws `rate_limited` */
  takeCopilot(principal: Principal): Promise<unknown>;
}

export function copilotEndpoints(deps: CopilotDeps) {
  const { copilot, similarSessions: similar, takeCopilot } = deps;
  return {
    ...writingEndpoints(deps),

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
      response: sessionSummary,
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

    ...outcomeEndpoints(deps),
  };
}

/** What became of suggested replies. */
function outcomeEndpoints({ copilot }: Pick<CopilotDeps, 'copilot'>) {
  return {
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

function writingEndpoints({ rewriting: writer, takeCopilot }: CopilotDeps) {
  return {
    state: endpoint({
      summary: 'Whether a model writes for the team here, and which language the customer writes.',
      params: idParam,
      response: copilotState,
      handle: ({ principal: { organizationId }, params: { id: sessionId } }) =>
        writer.state({ organizationId, sessionId }),
    }),

    rewrite: endpoint({
      summary:
        "Write a draft anew, or translate it into the customer's language, by a model within the budget. Nothing is sent: `check` says which numbers, links and addresses did not survive. A message that is a translation names what the agent wrote as `original`.",
      params: idParam,
      body: rewriting,
      response: written,
      readOnly: true,
      async handle({ principal, params: { id: sessionId }, body }) {
        await takeCopilot(principal);
        return writer.rewrite({ organizationId: principal.organizationId, sessionId }, body);
      },
    }),

    translate: endpoint({
      summary: 'Translate a message for the team, by a model within the budget. The message stays as it is.',
      params: messageParam,
      body: translating,
      response: written,
      readOnly: true,
      async handle({ principal, params: { id: sessionId, seq }, body: { to } }) {
        await takeCopilot(principal);
        return writer.translate({ organizationId: principal.organizationId, sessionId }, { seq, to });
      },
    }),
  };
}
