// One answer of a chat model, as it is streamed: words, and what it wants to look up.
import type OpenAI from 'openai';
import { ProviderFailure, type Toolbox } from './provider';

/** Longest answer to a customer. */
const mostTokens = 700;
/** A server that ignores `max_tokens` is cut off here, in UTF-16 units. */
const longestText = 20_000;
/** Of one round, and of what it gives to one tool in UTF-16 units: whatever is beyond is not read. */
const mostWanted = 4;
const longestArguments = 2_000;
/** Characters a token, where a server does not say what it counted. */
const charactersPerToken = 4;

/** An answer that came and cannot be used: the question's doing, or the prompt's, not the server's. */
export class UnusableAnswer extends Error {}

export type Messages = OpenAI.ChatCompletionMessageParam[];

export interface Completion {
  text: string;
  wanted: Wanted[];
  tokens: { input: number; output: number };
}

export interface Wanted {
  id: string;
  name: string;
  /** JSON, as the model wrote it. */
  given: string;
}

interface Asked {
  client: OpenAI;
  model: string;
  messages: Messages;
  tools: Toolbox['tools'];
  /** False: the tools are only named, since the messages speak of them. */
  mayCall: boolean;
  signal: AbortSignal;
  onText?(text: string): void;
  /** Longest answer that the model may write. */
  maxTokens?: number;
}

/** @throws UnusableAnswer, ProviderFailure and what the client throws */
export async function complete({ client, signal, onText, ...asked }: Asked): Promise<Completion> {
  const { model, messages, tools, mayCall, maxTokens = mostTokens } = asked;
  const stream = await client.chat.completions.create(
    {
      model,
      messages,
      temperature: 0.2,
      max_tokens: maxTokens,
      stream: true,
      stream_options: { include_usage: true },
      ...(tools.length > 0 && {
        tools: tools.map((one) => ({ type: 'function' as const, function: one })),
        tool_choice: mayCall ? ('auto' as const) : ('none' as const),
      }),
    },
    { signal },
  );
  const wanted: Wanted[] = [];
  let [text, finish]: [string, string | undefined] = ['', undefined];
  let tokens: Completion['tokens'] | undefined;
  for await (const { choices, usage } of stream) {
    const choice = choices?.[0];
    if (choice?.delta?.content) {
      text += choice.delta.content;
      onText?.(text);
    }
    if (text.length > longestText) throw new UnusableAnswer('The model does not stop writing.');
    for (const piece of choice?.delta?.tool_calls ?? []) take(wanted, piece);
    finish = choice?.finish_reason ?? finish;
    if (usage) tokens = { input: usage.prompt_tokens, output: usage.completion_tokens };
  }
  // An aborted stream ends without an error, and one that breaks off ends without a reason.
  signal.throwIfAborted();
  if (finish === undefined) throw new ProviderFailure("The model's answer broke off.");
  if (finish !== 'stop' && finish !== 'tool_calls')
    throw new UnusableAnswer(`The model's answer was cut off (${finish}).`);
  return { text: text.trim(), wanted: wanted.filter(Boolean), tokens: tokens ?? estimated(messages, text) };
}

type Piece = OpenAI.ChatCompletionChunk.Choice.Delta.ToolCall;

/** A call comes in pieces: its name first, its arguments letter by letter. */
function take(wanted: Wanted[], { index, id, function: called }: Piece): void {
  if (!(index >= 0 && index < mostWanted)) return;
  const one = (wanted[index] ??= { id: id ?? `call-${index}`, name: '', given: '' });
  one.name = (one.name + (called?.name ?? '')).slice(0, 100);
  one.given = (one.given + (called?.arguments ?? '')).slice(0, longestArguments);
}

function estimated(messages: Messages, text: string): Completion['tokens'] {
  const read = messages.reduce(
    (sum, { content }) => sum + (typeof content === 'string' ? content.length : 0),
    0,
  );
  return {
    input: Math.ceil(read / charactersPerToken),
    output: Math.ceil(text.length / charactersPerToken),
  };
}
