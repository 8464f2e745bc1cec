// A conversation played to its end: what the customer of a test gets at last.
import type { ComposedAnswer } from '../compose-answer';
import type { Answer } from '../decide';
import type { Turn } from '../transcript';
import type { Outcome } from './verdict';

/**
 * Writes message after message, as a customer would, with the AI's own answers between them.
 * @returns what it makes of the last one
 */
export async function play(
  messages: readonly string[],
  compose: (turns: readonly Turn[], aiTurns: number) => Promise<ComposedAnswer>,
): Promise<ComposedAnswer> {
  const turns: Turn[] = [];
  let aiTurns = 0;
  for (const [i, text] of messages.entries()) {
    turns.push({ sender: 'customer', text });
    const composed = await compose(turns, aiTurns);
    if (i === messages.length - 1) return composed;
    const { decision } = composed;
    // Whoever takes over says something; what is asked next is asked of the AI all the same.
    if (decision.kind === 'handover') turns.push({ sender: 'agent', text: '' });
    else if (decision.kind === 'clarify')
      turns.push({ sender: 'ai', text: decision.text, options: decision.options });
    else {
      const { text, sources } = decision;
      turns.push({ sender: 'ai', text, ...(sources.length > 0 && { sources }) });
    }
    if (decision.kind !== 'handover') aiTurns += 1;
  }
  throw new Error('a test without a question');
}

/** With what is unfolded for who wants more. */
export function wholeText({ text, more }: Pick<Answer, 'text' | 'more'>): string {
  return more === undefined ? text : `${text}\n\n${more}`;
}

export function outcomeOf({ decision }: ComposedAnswer): Outcome {
  if (decision.kind === 'handover') return { decision: 'handover', sources: [] };
  if (decision.kind === 'clarify') return { decision: 'ask', text: decision.text, sources: decision.sources };
  return { decision: 'answer', text: wholeText(decision), sources: decision.sources };
}
