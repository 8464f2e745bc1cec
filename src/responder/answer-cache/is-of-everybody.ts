// Whether an answer would be the same for everybody of one audience: nothing of the customer, and nothing that was said before,
// is part of it.
import { openQuestion, textOf, type Turn } from '../transcript';
import { isComplaint } from '../understanding/complaint';
import { smallTalk } from '../understanding/small-talk';

/** Nobody asks the same at such length. */
const longestQuestion = 300;

/** What was said before may be a greeting. */
export function isOfEverybody(turns: readonly Turn[]): boolean {
  const question = openQuestion(turns);
  const text = textOf(question);
  if (text.length > longestQuestion || question.some(({ file }) => file)) return false;
  return isGreeted(turns.slice(0, turns.length - question.length)) && !isComplaint(text);
}

/** A greeting may hold a name, which an answer could repeat. */
export function mayBeKept(turns: readonly Turn[]): boolean {
  return turns.length === openQuestion(turns).length;
}

function isGreeted(earlier: readonly Turn[]): boolean {
  if (earlier.length === 0) return true;
  const [reply, ...greeting] = [earlier.at(-1)!, ...earlier.slice(0, -1)];
  const isOneExchange = reply.sender === 'ai' && greeting.every(({ sender }) => sender === 'customer');
  return isOneExchange && !reply.options && typeof smallTalk(greeting) === 'object';
}
