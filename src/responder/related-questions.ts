// What can be asked next: questions that the articles beside an answer say people ask. Nothing is made up.
import { languageOf } from '../knowledge/language';
import type { Passage } from '../knowledge/passage';
import type { Answer } from './decide';

const mostOffered = 3;
/** From this score on an article is near what was asked. */
const near = 0.4;

interface Answered {
  /** Articles that the answer is from: their questions have been answered. */
  from: ReadonlyArray<{ articleId: string }>;
  /** What the customer has asked already. */
  asked: readonly string[];
  /** ISO 639-1, of the conversation, when it can be told. */
  language?: string | undefined;
}

/** @param passages what was found, best first @returns at most three, one an article */
export function relatedQuestions(
  passages: readonly Passage[],
  { from, asked, language }: Answered,
): string[] {
  const answered = new Set(from.map(({ articleId }) => articleId));
  const known = new Set(asked.map(squeezed));
  const mayOffer = (question: string) =>
    !known.has(squeezed(question)) && (!language || (languageOf(question) ?? language) === language);
  const offered = new Map<string, string>();
  for (const { articleId, score, questions = [] } of passages) {
    if (answered.has(articleId) || offered.has(articleId) || score < near) continue;
    const question = questions.find(mayOffer);
    if (question === undefined) continue;
    offered.set(articleId, question);
    known.add(squeezed(question));
  }
  return [...offered.values()].slice(0, mostOffered);
}

interface Conversation {
  turns: ReadonlyArray<{ sender: string; text: string }>;
  /** ISO 639-1, when it can be told. */
  language?: string | undefined;
}

/** What an answer offers to be asked next; nothing where it is from no article. */
export function nextQuestions(
  { sources }: Pick<Answer, 'sources'>,
  passages: readonly Passage[],
  { turns, language }: Conversation,
): Pick<Answer, 'followUps'> {
  const asked = turns.filter(({ sender }) => sender === 'customer').map(({ text }) => text);
  const followUps = relatedQuestions(passages, { from: sources, asked, language });
  return sources.length > 0 && followUps.length > 0 ? { followUps } : {};
}

/** Letters and digits alone. */
function squeezed(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}
