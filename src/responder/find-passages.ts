// What the knowledge has on what a customer wants: on one question, on each of several, on the article that they chose.
import type { Knowledge } from '../knowledge/knowledge';
import type { Passage } from '../knowledge/passage';
import type { Audience } from '../protocol/knowledge';
import { chosenOption } from './clarifying-question';
import { followsOn } from './contextual-question';
import type { Asker, RunBudget } from './run-budget';
import { questionsIn } from './questions';
import { openQuestion, textOf, type Turn } from './transcript';

/** Passages that a provider gets to read. */
const passagesRead = 6;
/** One of several questions is answered alone from this score on; below it they are looked for as one. */
export const wellFound = 0.38;

export interface Findings {
  passages: Passage[];
  parts?: Array<{ question: string; passages: Passage[] }>;
  /** What is to be answered, where the customer only chose which of several articles is meant. */
  meant?: string;
}

type Search = (query: string) => Promise<Passage[]>;

/** What such a reader may read, the best first. */
export function createPassageSearch(
  { knowledge, budget }: { knowledge: Pick<Knowledge, 'search'>; budget: Pick<RunBudget, 'keepsToWords'> },
  asker: Asker,
  reader: { audience: Audience; signal: AbortSignal },
): Search {
  return async (query) => {
    const byWords = await budget.keepsToWords(asker);
    return knowledge.search(asker.organizationId, queryOf(query), {
      limit: passagesRead,
      byWords,
      ...reader,
    });
  };
}

/** As much of what a customer wrote as is looked for. */
export const queryOf = (text: string): string => text.slice(0, 1_000);

/** Of several questions each has its own passages, where the knowledge answers all of them, and not with one article. */
export async function findPassages(
  search: Search,
  question: string,
  turns: readonly Turn[],
): Promise<Findings> {
  const chosen = await findChosen(search, question, turns);
  if (chosen) return chosen;
  const questions = questionsIn(question);
  if (questions.length > 1) {
    const found = await Promise.all(questions.map(search));
    const best = found.flatMap(([passage]) => (passage && passage.score >= wellFound ? passage : []));
    const isEachItsOwn = new Set(best.map(({ articleId }) => articleId)).size === questions.length;
    if (isEachItsOwn) {
      const most = Math.ceil(passagesRead / questions.length);
      const passages = [0, 1, 2, 3, 4, 5]
        .slice(0, most)
        .flatMap((at) => found.flatMap((each) => each[at] ?? []));
      const distinct = [...new Map(passages.map((passage) => [passage.chunkId, passage])).values()];
      const parts = questions.map((one, at) => ({ question: one, passages: found[at]! }));
      return { passages: distinct, parts };
    }
  }
  return findForOne(search, question, turns);
}

/** Whoever was asked which article is meant has chosen one: it answers what was asked before. */
async function findChosen(
  search: Search,
  question: string,
  turns: readonly Turn[],
): Promise<Findings | undefined> {
  const earlier = turns.slice(0, -openQuestion(turns).length);
  const chosen = chosenOption(earlier.at(-1)?.options ?? [], question);
  const meant = textOf(openQuestion(earlier.slice(0, -1)));
  if (!chosen || meant === '') return undefined;
  const found = await search(`${chosen.title}\n${meant}`);
  const passages = found.filter(({ articleId }) => articleId === chosen.articleId);
  return passages.length === 0
    ? undefined
    : { passages: passages.map((one) => ({ ...one, certainty: 1 })), meant };
}

/** A follow-up is looked for together with the question before, unless it finds more alone. */
async function findForOne(search: Search, question: string, turns: readonly Turn[]): Promise<Findings> {
  const before = turns
    .slice(0, -openQuestion(turns).length)
    .findLast(({ sender, text }) => sender === 'customer' && text !== '');
  const alone = await search(question);
  if (!before || !followsOn(question)) return { passages: alone };
  const together = await search(`${before.text}\n${question}`);
  return { passages: (together[0]?.score ?? 0) >= (alone[0]?.score ?? 0) ? together : alone };
}
