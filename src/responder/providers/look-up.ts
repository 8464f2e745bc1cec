// What a model wants to look up is looked up, for a few rounds: what is found is one more numbered passage, fenced like all of them.
import type { Passage } from '../../knowledge/passage';
import { UnusableAnswer, type Completion, type Messages, type Wanted } from './complete';
import { passageFor } from './prompt';
import type { Toolbox } from './provider';

/** Rounds in which something may be looked up; the next one has to answer. */
const mostRounds = 3;

export interface Conversation {
  messages: Messages;
  /** Articles, in the order of their numbers. */
  passages: readonly Passage[];
  toolbox: Toolbox | undefined;
  signal: AbortSignal;
  /** Asks once. @param known all that may be cited */
  ask(asked: { messages: Messages; mayCall: boolean; known: readonly Passage[] }): Promise<Completion>;
}

export interface Conversed {
  text: string;
  /** Articles, and what was found, in the order of their numbers. */
  known: readonly Passage[];
  /** Whether anything was looked up, found or not. */
  isOwn: boolean;
  tokens: Completion['tokens'];
}

/** @throws UnusableAnswer for a model that looks things up for ever */
export async function converse({
  messages,
  passages,
  toolbox,
  signal,
  ask,
}: Conversation): Promise<Conversed> {
  const said = [...messages];
  const known = [...passages];
  const tokens = { input: 0, output: 0 };
  for (let round = 0; ; round += 1) {
    const mayCall = toolbox !== undefined && round < mostRounds && toolbox.mayCall();
    const answer = await ask({ messages: said, mayCall, known });
    tokens.input += answer.tokens.input;
    tokens.output += answer.tokens.output;
    if (answer.wanted.length === 0) return { text: answer.text, known, isOwn: round > 0, tokens };
    if (!mayCall) throw new UnusableAnswer('The model looks things up and does not answer.');
    said.push({
      role: 'assistant',
      tool_calls: answer.wanted.map(({ id, name, given }) => ({
        id,
        type: 'function',
        function: { name, arguments: given },
      })),
    });
    for (const one of answer.wanted) {
      said.push({ role: 'tool', tool_call_id: one.id, content: await lookUp(toolbox, one, known) });
      signal.throwIfAborted();
    }
  }
}

async function lookUp(toolbox: Toolbox, { name, given }: Wanted, known: Passage[]): Promise<string> {
  const { outcome, text } = await toolbox.call(name, given);
  if (outcome === 'refused') return text;
  if (outcome === 'failed')
    return 'It did not answer: write HANDOVER, unless the passages answer the question.';
  const passage = passageOf(name, text);
  return passageFor(passage, known.push(passage));
}

const chunkPrefix = 'looked-up:';

/** What the customer has is as sure as a passage can be. */
const passageOf = (name: string, text: string): Passage => ({
  articleId: '',
  chunkId: `${chunkPrefix}${name}`,
  title: name,
  heading: '',
  text,
  excerpt: text,
  score: 0.9,
  certainty: 0.9,
  audience: 'verified',
  labels: [],
});

/** No article: nothing that could be shown as one. */
export const isLookedUp = ({ chunkId }: Pick<Passage, 'chunkId'>): boolean => chunkId.startsWith(chunkPrefix);
