// What learning needs of its store.
import type { Suggestion, SuggestionState } from '../../protocol/suggestions';
import type { Page } from '../../sessions/store';

export interface SuggestionStore {
  /**
   * undefined when there is nothing to ask: the article is gone, it has the question, the same was asked before, or the
   * customer was erased.
   */
  add(
    organizationId: string,
    one: Pick<Suggestion, 'sessionId' | 'articleId' | 'question' | 'answeredBy'>,
  ): Promise<Suggestion | undefined>;
  /** Newest first. */
  find(
    organizationId: string,
    state: SuggestionState,
    page: { limit: number; cursor?: string },
  ): Promise<Page<Suggestion> & { open: number }>;
  get(organizationId: string, id: string): Promise<Suggestion | undefined>;
  /** undefined when there is no such suggestion. */
  decide(
    organizationId: string,
    id: string,
    state: Exclude<SuggestionState, 'open'>,
  ): Promise<Suggestion | undefined>;
  /** Forgets what nobody decided, and what was decided, long ago; how many. */
  expire(organizationId: string, before: Date): Promise<number>;
}
