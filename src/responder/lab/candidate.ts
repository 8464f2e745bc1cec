// The question of a conversation that was closed, and what answered it: what a test can be made of. Pure.
import type { TestCandidate } from '../../protocol/answer-tests';
import type { Turn } from '../transcript';
import { redact } from './redact';

/** Questions before it that are kept: a follow-up leans on what was asked just before. */
const mostBefore = 3;
const longest = 2_000;

/**
 * The first question that an article answered for good, or that a person had to answer. Undefined where the conversation
 * does not show which: the AI answered from an article, and a person had to come all the same.
 * @param known names, addresses and ids of the customer
 */
export function candidateOf(
  turns: readonly Turn[],
  known: readonly string[],
): Omit<TestCandidate, 'sessionId'> | undefined {
  const helped = turns.some(({ sender }) => sender === 'agent');
  const answers = turns.findIndex(({ sender, sources = [] }) =>
    helped ? sender === 'agent' : sender === 'ai' && sources.length > 0,
  );
  if (answers < 1 || (helped && turns.some(({ sources = [] }) => sources.length > 0))) return undefined;
  const asked = questions(turns.slice(0, answers));
  const question = asked.at(-1);
  if (question === undefined) return undefined;
  const [source] = turns[answers]!.sources ?? [];
  return {
    question: redact(question, known).slice(0, longest),
    history: asked.slice(-mostBefore - 1, -1).map((one) => redact(one, known).slice(0, longest)),
    articleIds: source ? [source.articleId] : [],
    ...(source && { title: source.title }),
  };
}

/** What the customer wrote, each as far as somebody answered. */
function questions(turns: readonly Turn[]): string[] {
  const found: string[] = [];
  let open: string[] = [];
  const end = () => {
    if (open.length > 0) found.push(open.join('\n'));
    open = [];
  };
  for (const { sender, text } of turns) {
    if (sender !== 'customer') end();
    else if (text.trim() !== '') open.push(text.trim());
  }
  end();
  return found;
}
