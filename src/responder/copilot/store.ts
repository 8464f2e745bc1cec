import type { CopilotReport } from '../../protocol/copilot';

export type Outcome = 'as_is' | 'edited' | 'dismissed';

export interface SuggestedReplyStore {
  /** Its text; undefined when there is none, or it is of another session. */
  text(place: SuggestionPlace): Promise<string | undefined>;
  /** What is sent stays sent: a later word on it changes nothing. */
  settle(place: SuggestionPlace, outcome: Outcome, messageId?: string): Promise<void>;
  report(organizationId: string, since: Date): Promise<CopilotReport>;
}

export interface SuggestionPlace {
  organizationId: string;
  sessionId: string;
  id: string;
}
