// A chat model behind any OpenAI-compatible server. What customers and articles say is data to it: it stays out of the
// system prompt, is fenced, and what comes back is checked before anybody sees it.
import OpenAI, { APIError } from 'openai';
import type { ModelEndpoint } from '../../config';
import {
  ProviderFailure,
  toSource,
  type AnswerRequest,
  type Provider,
  type ProviderAnswer,
  type Written,
} from './provider';
import { cleanAnswer, createDraft } from './clean-answer';
import { declines, messagesFor, type ChatMessage } from './prompt';
import { withoutOrders } from './without-orders';

/** Longest answer that the model may write. */
const maxTokens = 700;
/** A server that ignores `max_tokens` is cut off here, in UTF-16 units. */
const longestText = 20_000;

/** Too long, or refused for what it says: the next question may be answered. */
const refusesTheQuestion: ReadonlySet<number> = new Set([400, 413, 422]);

/** An answer that came and cannot be used: the question's doing, or the prompt's, not the server's. */
class UnusableAnswer extends Error {}

/** Characters a token, where a server does not say what it counted. */
const charactersPerToken = 4;

function estimated(messages: ReadonlyArray<{ content: string }>, text: string): Written['tokens'] {
  const read = messages.reduce((sum, { content }) => sum + content.length, 0);
  return {
    input: Math.ceil(read / charactersPerToken),
    output: Math.ceil(text.length / charactersPerToken),
  };
}

type Complete = (
  messages: ChatMessage[],
  options: { signal: AbortSignal; onText?(text: string): void; most?: number },
) => Promise<Written>;

function createComplete({ baseUrl, apiKey, model }: ModelEndpoint): Complete {
  const client = new OpenAI({ baseURL: baseUrl, apiKey, maxRetries: 0, logLevel: 'off' });
  const complete: Complete = async (messages, { signal, onText, most = maxTokens }) => {
    const stream = await client.chat.completions.create(
      {
        model,
        messages,
        temperature: 0.2,
        max_tokens: most,
        stream: true,
        stream_options: { include_usage: true },
      },
      { signal },
    );
    let [text, finish, tokens]: [string, string | undefined, Written['tokens'] | undefined] = [
      '',
      undefined,
      undefined,
    ];
    for await (const { choices, usage } of stream) {
      const choice = choices?.[0];
      if (choice?.delta?.content) {
        text += choice.delta.content;
        onText?.(text);
      }
      if (text.length > longestText) throw new UnusableAnswer('The model does not stop writing.');
      finish = choice?.finish_reason ?? finish;
      if (usage) tokens = { input: usage.prompt_tokens, output: usage.completion_tokens };
    }
    // An aborted stream ends without an error, and one that breaks off ends without a reason.
    signal.throwIfAborted();
    if (finish === undefined) throw new ProviderFailure("The model's answer broke off.");
    if (finish !== 'stop') throw new UnusableAnswer(`The model's answer was cut off (${finish}).`);
    return { text: text.trim(), tokens: tokens ?? estimated(messages, text) };
  };
  return (messages, options) =>
    complete(messages, options).catch((error: unknown) => {
      throw options.signal.aborted ? options.signal.reason : withoutSecrets(error);
    });
}

export function openaiProvider(endpoint: ModelEndpoint): Provider {
  const { model, prices } = endpoint;
  const complete = createComplete(endpoint);
  return {
    name: 'openai',
    model,
    ...(prices && { prices }),
    // What it cites counts half already, see `judged`: this asks that the passage is not far from the question.
    floors: { cautious: 0.7, balanced: 0.6, eager: 0.53 },
    async answer(given, { signal, onDelta }) {
      const passages = given.passages.map((one) => ({ ...one, text: withoutOrders(one.text) }));
      const request = { ...given, passages };
      if (passages.length === 0) return { text: '', sources: [], confidence: 0 };
      const onText = createDraft(request.passages, onDelta);
      const { text, tokens } = await complete(messagesFor(request), { signal, onText });
      return { ...judged(text, request), tokens };
    },
    write: ({ rules, material, maxTokens: most }, { signal }) =>
      complete(
        [
          { role: 'system', content: rules },
          { role: 'user', content: material },
        ],
        { signal, most },
      ),
  };
}

/** Only what the passages say that it cites is an answer. */
function judged(text: string, { passages }: AnswerRequest): ProviderAnswer {
  const nearest = passages.slice(0, 3).map(toSource);
  const no = (declined: string) => ({ text: '', sources: nearest, confidence: 0, declined });
  const reason = declines(text);
  if (reason !== undefined) return no(reason);
  if (!/\p{L}/u.test(text)) throw new UnusableAnswer('The model answered without words.');
  const { text: clean, cited, isDoubtful } = cleanAnswer(text, passages);
  if (isDoubtful) return no('The AI wrote something that the article it names does not say.');
  if (cited.length === 0 || !/\p{L}/u.test(clean))
    return no('The AI wrote an answer that no article supports.');
  const best = Math.max(...cited.map(({ score }) => score));
  return { text: clean, sources: cited.map(toSource), confidence: 0.5 + best / 2 };
}

/** The server's own words may quote the key or the prompt. */
function withoutSecrets(error: unknown): Error {
  if (error instanceof UnusableAnswer || error instanceof ProviderFailure) return error;
  if (!(error instanceof APIError)) return new ProviderFailure("The model's answer could not be read.");
  const { status } = error;
  if (status === undefined) return new ProviderFailure('The model could not be reached.', true);
  const sentence = `The model's server answered ${status}.`;
  if (refusesTheQuestion.has(status)) return new UnusableAnswer(sentence);
  return new ProviderFailure(sentence, status >= 500);
}
