// What the AI could not answer, in groups, each with what people answered: an article in the making.
import { LRUCache } from 'lru-cache';
import { dot, unit } from '../../knowledge/index/vector-math';
import type { Log } from '../../log';
import { maxQuestionLength } from '../../protocol/knowledge';
import type { ArticleDraft, UnansweredGroups } from '../../protocol/suggestions';
import type { Sessions } from '../../sessions/commands';
import { redact } from '../../tools/redact';
import { toTurns } from '../transcript';
import { clearest, groupQuestions } from './group-questions';
import { shortened } from './question-to-learn';

/** A question that was handed over for want of an answer. */
export interface UnansweredQuestion {
  id: string;
  sessionId: string;
  question: string;
  at: Date;
  /** What the customer is called. */
  names: string[];
}

export interface UnansweredStore {
  /** Newest first; without those that are settled, and those that are by now an article's question. */
  recent(organizationId: string, since: Date, limit: number): Promise<UnansweredQuestion[]>;
  /** In no order. */
  read(organizationId: string, ids: readonly string[]): Promise<UnansweredQuestion[]>;
  /** They are not shown again; how many there were. */
  settle(organizationId: string, ids: readonly string[]): Promise<number>;
}

export interface UnansweredDeps {
  store: UnansweredStore;
  sessions: Pick<Sessions, 'messages'>;
  /** Vectors of texts; undefined where there is no model. */
  embed: ((texts: readonly string[]) => Promise<Float32Array[]>) | undefined;
  log: Log;
}

export interface Unanswered {
  /** Of the last days, the largest group first. */
  groups(organizationId: string, days: number): Promise<UnansweredGroups>;
  /** An article that would answer them, as people answered these customers. */
  draft(organizationId: string, answerIds: readonly string[]): Promise<ArticleDraft>;
  settle(organizationId: string, answerIds: readonly string[]): Promise<number>;
  /** An article answers it by now, in whatever words. @param question without what tells who asked */
  learned(organizationId: string, question: string): Promise<void>;
}

/** Questions that one look takes. */
const mostQuestions = 500;
const mostGroups = 100;
/** In days. */
const longestLook = 90;
/** Of a group, what a page shows. */
const shown = 5;
/** Conversations that a draft is made of, and messages that are read of each. */
const drafted = { sessions: 5, messages: 200, parts: 3 };
/** Shorter words of an agent are hardly an answer. */
const shortestAnswer = 20;

export function createUnanswered(deps: UnansweredDeps): Unanswered {
  const { store } = deps;
  const vectorsOf = createVectors(deps);
  return {
    async groups(organizationId, days) {
      const found = await store.recent(organizationId, daysAgo(days), mostQuestions);
      const asked = found.map((one) => ({ ...one, question: clean(one) }));
      const { vectors, unrelated } = await vectorsOf(asked.map(({ question }) => question));
      const groups = groupQuestions(
        asked.map((one, i) => ({ ...one, ...(vectors && { vector: vectors[i]! }) })),
        unrelated,
      );
      return { items: groups.slice(0, mostGroups).map(present), questions: found.length };
    },
    async draft(organizationId, answerIds) {
      const found = await store.read(organizationId, answerIds);
      const asked = found.toSorted((a, b) => b.at.getTime() - a.at.getTime());
      const questions = distinct(asked.map(clean));
      const answers: string[] = [];
      for (const one of asked.slice(0, drafted.sessions)) {
        if (answers.length >= drafted.parts) break;
        const said = await answerOf(deps, organizationId, one);
        if (said && !answers.includes(said)) answers.push(said);
      }
      const title = clearest(questions).replace(/[?？]$/u, '');
      return {
        title: title.slice(0, 255),
        content: answers.join('\n\n'),
        questions: questions.slice(0, shown),
      };
    },
    settle: store.settle,
    async learned(organizationId, question) {
      const found = await store.recent(organizationId, daysAgo(longestLook), mostQuestions);
      const ids = found.filter((one) => clean(one) === question).map(({ id }) => id);
      if (ids.length > 0) await store.settle(organizationId, ids);
    },
  };
}

function present(group: ReadonlyArray<UnansweredQuestion>): UnansweredGroups['items'][number] {
  const questions = distinct(group.map(({ question }) => question));
  return {
    question: clearest(questions),
    count: group.length,
    examples: questions.slice(0, shown),
    sessions: group.slice(0, shown).map(({ sessionId, at }) => ({ sessionId, at: at.toISOString() })),
    answerIds: group.map(({ id }) => id),
  };
}

const daysAgo = (days: number): Date => new Date(Date.now() - days * 24 * 3_600_000);
const clean = ({ question, names }: UnansweredQuestion) => shortened(redact(question, names));

function distinct(questions: readonly string[]): string[] {
  const seen = new Map(questions.map((one) => [one.toLowerCase(), one.slice(0, maxQuestionLength)]));
  return [...seen.values()].filter(Boolean);
}

/** What people wrote in the conversation from the question on, without what tells who asked. */
async function answerOf(
  { sessions }: Pick<UnansweredDeps, 'sessions'>,
  organizationId: string,
  { sessionId, names, at }: UnansweredQuestion,
): Promise<string> {
  const messages = await sessions.messages(organizationId, sessionId, { limit: drafted.messages });
  const since = messages.filter(({ timestamp }) => Date.parse(timestamp) >= at.getTime() - asideMs);
  const said = toTurns(since).filter(
    ({ sender, text }) => sender === 'agent' && text.trim().length >= shortestAnswer,
  );
  return said.map(({ text }) => redact(text, names)).join('\n\n');
}

/** The row of a decision is written beside its message. */
const asideMs = 60_000;

/** Sentences that have nothing to do with each other: their cosine is where nearness begins for a model. */
const unrelatedTexts = [
  'The train to the coast leaves at noon.',
  'My password is not accepted.',
  'Tomatoes need sun and water.',
  'The invoice shows the wrong address.',
  'Her violin has a broken string.',
  'How tall is the oldest tree in the park?',
];

/** Vectors, remembered; none where the model fails: words alone do. */
function createVectors({ embed, log }: Pick<UnansweredDeps, 'embed' | 'log'>) {
  const known = new LRUCache<string, Float32Array>({ max: 2_000 });
  return async (texts: readonly string[]): Promise<{ vectors?: Array<Float32Array>; unrelated?: number }> => {
    if (!embed || texts.length === 0) return {};
    try {
      const all = [...new Set([...unrelatedTexts, ...texts])];
      const missing = all.filter((text) => !known.has(text));
      const made = missing.length > 0 ? await embed(missing) : [];
      missing.forEach((text, i) => known.set(text, unit(made[i]!)));
      const base = unrelatedTexts.map((text) => known.get(text)!);
      return { vectors: texts.map((text) => known.get(text)!), unrelated: meanCosine(base) };
    } catch (error) {
      log.warn({ error: String(error) }, 'learning: unanswered questions are grouped by words alone');
      return {};
    }
  };
}

function meanCosine(vectors: readonly Float32Array[]): number {
  const cosines = vectors.flatMap((a, i) => vectors.slice(i + 1).map((b) => dot(a, b)));
  return cosines.reduce((sum, one) => sum + one, 0) / cosines.length;
}
