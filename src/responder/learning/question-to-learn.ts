// Which of a customer's words an answer was given to: pure.
import { sentences, terms } from '../../knowledge/tokenize';
import { maxQuestionLength } from '../../protocol/knowledge';
import { redact } from '../../tools/redact';
import type { Turn } from '../transcript';
import { asksForPerson } from '../understanding/asks-for-person/asks-for-person';
import { smallTalk } from '../understanding/small-talk';

/** Fewer words with a subject lean on what was said before. */
const fewest = 2;

export interface ToLearn {
  question: string;
  /** Articles from which the AI answered it already, unless the customer found that no help. */
  knownFrom: ReadonlySet<string>;
}

/**
 * @param turns of one session up to the answer
 * @param names of the customer
 * @returns the last question before the answer that says what it is about, redacted; undefined when there is none
 */
export function questionToLearn(turns: readonly Turn[], names: readonly string[]): ToLearn | undefined {
  for (const { asked, answers } of questions(turns).reverse()) {
    const question = shortened(redact(asked.join('\n'), names));
    if (terms(question).size < fewest) continue;
    const helped = answers.filter(({ sender, helpful }) => sender === 'ai' && helpful !== false);
    const knownFrom = new Set(helped.flatMap(({ sources = [] }) => sources.map((one) => one.articleId)));
    return { question, knownFrom };
  }
  return undefined;
}

/** Each run of the customer's words that ask something, with what was answered until the next one. */
function questions(turns: readonly Turn[]): Array<{ asked: string[]; answers: Turn[] }> {
  const found: Array<{ asked: string[]; answers: Turn[] }> = [];
  let before: Turn['sender'] | undefined;
  for (const turn of turns) {
    if (turn.sender !== 'customer') found.at(-1)?.answers.push(turn);
    else {
      if (before !== 'customer' || found.length === 0) found.push({ asked: [], answers: [] });
      if (asksSomething(turn)) found.at(-1)!.asked.push(turn.text.trim());
    }
    before = turn.sender;
  }
  return found;
}

function asksSomething(turn: Turn): boolean {
  return turn.text.trim() !== '' && !asksForPerson(turn.text) && smallTalk([turn]) === undefined;
}

/** Of a long story its questions, as far as they fit. */
export function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= maxQuestionLength) return line;
  const asked = sentences(line).filter((one) => /[?？]$/u.test(one));
  const fitting = asked.filter((one) => one.length <= maxQuestionLength);
  return fitting.at(-1) ?? `${line.slice(0, maxQuestionLength - 1).trimEnd()}…`;
}
