// What people's answers teach the AI, and where its own came from.
import { createSuggestions } from '../../responder/learning/suggestions';
import { createProvenance } from '../../responder/provenance';
import { createUnanswered } from '../../responder/learning/unanswered';
import type { Tables } from '../../stores/postgres';
import type { Parts } from '../parts';

type LearningParts = Pick<Parts, 'sessions' | 'customers' | 'knowledge' | 'events' | 'embed' | 'log'> & {
  /** Of what models cost, such as USD. */
  currency: string;
  tables: Pick<Tables, 'suggestions' | 'unanswered' | 'provenance' | 'feedback'>;
};

export function buildLearning(parts: LearningParts) {
  const { tables, sessions, customers, knowledge, events, embed, currency, log } = parts;
  const unanswered = createUnanswered({ store: tables.unanswered, sessions, embed, log });
  const suggestions = createSuggestions({
    store: tables.suggestions,
    sessions,
    async namesOf(organizationId, customerId) {
      const { firstName, lastName } = await customers.get(organizationId, customerId);
      return [firstName, lastName].filter((name) => name !== undefined);
    },
    addQuestion: knowledge.addQuestion,
    learned: unanswered.learned,
    events,
    log,
  });
  const provenance = createProvenance({
    store: tables.provenance,
    sessions,
    article: knowledge.get,
    currency,
  });
  return { suggestions, unanswered, provenance: { ...provenance, reports: tables.feedback.reports } };
}

export type Learning = ReturnType<typeof buildLearning>;
