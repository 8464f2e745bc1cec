// What people's answers teach the AI.
import { createSuggestions } from '../responder/learning/suggestions';
import { createUnanswered } from '../responder/learning/unanswered';
import type { Tables } from '../stores/postgres';
import type { Parts } from './parts';

type LearningParts = Pick<Parts, 'sessions' | 'customers' | 'knowledge' | 'events' | 'embed' | 'log'> & {
  tables: Pick<Tables, 'suggestions' | 'unanswered'>;
};

export function buildLearning({ tables, sessions, customers, knowledge, events, embed, log }: LearningParts) {
  const suggestions = createSuggestions({
    store: tables.suggestions,
    sessions,
    async namesOf(organizationId, customerId) {
      const { firstName, lastName } = await customers.get(organizationId, customerId);
      return [firstName, lastName].filter((name) => name !== undefined);
    },
    addQuestion: knowledge.addQuestion,
    events,
    log,
  });
  const unanswered = createUnanswered({ store: tables.unanswered, sessions, embed, log });
  return { suggestions, unanswered };
}

export type Learning = ReturnType<typeof buildLearning>;
