import { idParam } from '../protocol/lists';
import {
  approval,
  newSuggestion,
  suggestion,
  suggestionList,
  suggestions,
  articleDraft,
  groupRequest,
  settled,
  unansweredGroups,
  unansweredQuery,
  type ArticleDraft,
  type NewSuggestion,
  type Suggestion,
  type SuggestionState,
  type UnansweredGroups,
} from '../protocol/suggestions';
import type { Page } from '../sessions/store';
import { endpoint } from './http/route';

/** What the routes need of src/responder/learning. */
export interface SuggestionDeps {
  suggestions: {
    pick(organizationId: string, what: NewSuggestion & { by: string }): Promise<Suggestion>;
    list(
      organizationId: string,
      state: SuggestionState,
      page: { limit: number; cursor?: string },
    ): Promise<Page<Suggestion> & { open: number }>;
    approve(organizationId: string, id: string, question?: string): Promise<Suggestion>;
    dismiss(organizationId: string, id: string): Promise<Suggestion>;
  };
  unanswered: {
    groups(organizationId: string, days: number): Promise<UnansweredGroups>;
    draft(organizationId: string, answerIds: readonly string[]): Promise<ArticleDraft>;
    settle(organizationId: string, answerIds: readonly string[]): Promise<number>;
  };
}

export function suggestionEndpoints({ suggestions: learning }: SuggestionDeps) {
  return {
    list: endpoint({
      summary: 'Questions that people answered from an article, which the AI may learn; newest first.',
      query: suggestionList,
      response: suggestions,
      handle: ({ principal, query: { limit, cursor, state } }) =>
        learning.list(principal.organizationId, state, { limit, ...(cursor && { cursor }) }),
    }),

    pick: endpoint({
      summary:
        'Say that an article answers what the customer asked. `conflict` when there is nothing new to learn: no question, or the article has it, or it was decided before.',
      body: newSuggestion,
      response: suggestion,
      status: 201,
      handle: ({ principal, body }) =>
        learning.pick(principal.organizationId, { ...body, by: principal.name }),
    }),

    approve: endpoint({
      summary: 'Learn it: the question becomes one of the article.',
      params: idParam,
      body: approval,
      response: suggestion,
      handle: ({ principal, params, body }) =>
        learning.approve(principal.organizationId, params.id, body.question),
    }),

    dismiss: endpoint({
      summary: 'Do not learn it. The same is not suggested again.',
      params: idParam,
      response: suggestion,
      handle: ({ principal, params }) => learning.dismiss(principal.organizationId, params.id),
    }),
  };
}

export function unansweredEndpoints({ unanswered }: Pick<SuggestionDeps, 'unanswered'>) {
  return {
    groups: endpoint({
      summary: 'Questions that the AI handed over because it was not sure, in groups; the largest first.',
      query: unansweredQuery,
      response: unansweredGroups,
      handle: ({ principal, query }) => unanswered.groups(principal.organizationId, query.days),
    }),

    draft: endpoint({
      summary: 'An article for such a group, drafted from what the team answered. Nothing is stored.',
      body: groupRequest,
      response: articleDraft,
      readOnly: true,
      handle: ({ principal, body }) => unanswered.draft(principal.organizationId, body.answerIds),
    }),

    settle: endpoint({
      summary: 'Such a group is dealt with: its questions are not shown again.',
      body: groupRequest,
      response: settled,
      handle: async ({ principal, body }) => ({
        settled: await unanswered.settle(principal.organizationId, body.answerIds),
      }),
    }),
  };
}
