// What people answer by hand teaches the AI, when a person says so: the question becomes an example of the article.
import { DomainError, notFound } from '../../errors';
import type { EventBus } from '../../events';
import type { Log } from '../../log';
import type { NewSuggestion, Suggestion, SuggestionState } from '../../protocol/suggestions';
import { say } from '../../protocol/server-texts/said';
import type { Sessions } from '../../sessions/commands';
import type { Page } from '../../sessions/store';
import { toTurns } from '../transcript';
import { questionToLearn } from './question-to-learn';
import type { SuggestionStore } from './store';

export interface SuggestionsDeps {
  store: SuggestionStore;
  sessions: Pick<Sessions, 'get' | 'messages'>;
  /** What the customer is called, for taking it out. */
  namesOf(organizationId: string, customerId: string): Promise<string[]>;
  /** Gives an article the question. @throws `not_found`, `conflict` (it has as many as it can) */
  addQuestion(organizationId: string, articleId: string, question: string): Promise<unknown>;
  /** What nobody could answer before, in these words, is answered by now. */
  learned(organizationId: string, question: string): Promise<void>;
  events: Pick<EventBus, 'on'>;
  log: Log;
}

export interface Suggestions {
  /** A person says that the article answers what was asked. @throws `not_found`, `conflict` (there is nothing to learn) */
  pick(organizationId: string, what: NewSuggestion & { by: string }): Promise<Suggestion>;
  list(
    organizationId: string,
    state: SuggestionState,
    page: { limit: number; cursor?: string },
  ): Promise<Page<Suggestion> & { open: number }>;
  /** @throws `not_found`, `conflict` (the article has as many questions as it can) */
  approve(organizationId: string, id: string, question?: string): Promise<Suggestion>;
  /** @throws `not_found` */
  dismiss(organizationId: string, id: string): Promise<Suggestion>;
  /** Resolves when what is under way is written. */
  close(): Promise<void>;
}

/** Messages before the answer that are read. */
const transcriptLength = 100;

export function createSuggestions(deps: SuggestionsDeps): Suggestions {
  const { store, log } = deps;
  const underWay = new Set<Promise<unknown>>();
  const unsubscribe = deps.events.on('message', ({ session, message }) => {
    const { sender, senderName, type, seq, metadata } = message;
    if (sender !== 'agent' || type === 'note' || !metadata.articleIds?.length) return;
    const { organizationId, id: sessionId } = session;
    const answered = { sessionId, before: seq, ...(senderName && { by: senderName }) };
    const work = suggest(deps, organizationId, { ...answered, articleIds: metadata.articleIds })
      .catch((error: unknown) =>
        log.warn({ sessionId, error: String(error) }, 'learning: could not record a suggestion'),
      )
      .finally(() => underWay.delete(work));
    underWay.add(work);
  });

  return {
    async pick(organizationId, { sessionId, articleId, by }) {
      const made = await suggest(deps, organizationId, { sessionId, articleIds: [articleId], by });
      if (made[0]) return made[0];
      throw new DomainError('conflict', say('nothing_to_learn'));
    },
    list: store.find,
    async approve(organizationId, id, question) {
      const found = await store.get(organizationId, id);
      if (!found) throw notFound('suggestion');
      // First the article: what breaks off here is asked again, and a question that it has is not doubled.
      await deps.addQuestion(organizationId, found.articleId, question ?? found.question);
      await deps.learned(organizationId, found.question);
      return decided(await store.decide(organizationId, id, 'approved'));
    },
    dismiss: async (organizationId, id) => decided(await store.decide(organizationId, id, 'dismissed')),
    async close() {
      unsubscribe();
      await Promise.all(underWay);
    },
  };
}

interface Answered {
  sessionId: string;
  articleIds: readonly string[];
  /** Number of the answer; unset: what was asked last. */
  before?: number;
  by?: string;
}

async function suggest(
  { store, sessions, namesOf }: SuggestionsDeps,
  organizationId: string,
  { sessionId, articleIds, before, by }: Answered,
): Promise<Suggestion[]> {
  const { customerId } = await sessions.get(organizationId, sessionId);
  const page = { limit: transcriptLength, ...(before !== undefined && { before }) };
  const [messages, names] = await Promise.all([
    sessions.messages(organizationId, sessionId, page),
    namesOf(organizationId, customerId),
  ]);
  const learned = questionToLearn(toTurns(messages), names);
  if (!learned) return [];
  const { question, knownFrom } = learned;
  const made: Suggestion[] = [];
  for (const articleId of articleIds.filter((id) => !knownFrom.has(id))) {
    const answeredBy = by !== undefined && { answeredBy: by };
    const one = await store.add(organizationId, { sessionId, articleId, question, ...answeredBy });
    if (one) made.push(one);
  }
  return made;
}

function decided(suggestion: Suggestion | undefined): Suggestion {
  if (!suggestion) throw notFound('suggestion');
  return suggestion;
}
