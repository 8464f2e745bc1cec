// What people's answers teach the AI.
import { createSuggestions } from '../responder/learning/suggestions';
import type { Tables } from '../stores/postgres';
import type { Parts } from './parts';

type LearningParts = Pick<Parts, 'sessions' | 'customers' | 'knowledge' | 'events' | 'log'> & {
  tables: Pick<Tables, 'suggestions'>;
};

export function buildLearning({ tables, sessions, customers, knowledge, events, log }: LearningParts) {
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
  return { suggestions };
}

export type Learning = ReturnType<typeof buildLearning>;
