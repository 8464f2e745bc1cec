// A chat model behind any OpenAI-compatible server. What customers and articles say is data to it: it stays out of the
// system prompt, is fenced, and what comes back is checked before anybody sees it.
import OpenAI, { APIError, APIUserAbortError } from 'openai';
import type { ModelEndpoint } from '../../config';
import { toSource, type AnswerRequest, type Provider, type ProviderAnswer } from './provider';
import { cleanAnswer, createDraft } from './clean-answer';
import { declines, messagesFor } from './prompt';

/** Longest answer that the model may write. */
const maxTokens = 700;
/** A server that ignores `max_tokens` is cut off here, in UTF-16 units. */
const longestText = 20_000;

interface Completion {
  text: string;
  tokens?: { input: number; output: number };
}

export function openaiProvider({ baseUrl, apiKey, model }: ModelEndpoint): Provider {
  const client = new OpenAI({ baseURL: baseUrl, apiKey, maxRetries: 0, logLevel: 'off' });

  async function complete(
    request: AnswerRequest,
    { signal, onText }: { signal: AbortSignal; onText(text: string): void },
  ): Promise<Completion> {
    const stream = await client.chat.completions.create(
      {
        model,
        messages: messagesFor(request),
        temperature: 0.2,
        max_tokens: maxTokens,
        stream: true,
        stream_options: { include_usage: true },
      },
      { signal },
    );
    let [text, finish, tokens]: [string, string | undefined, Completion['tokens']] = [
      '',
      undefined,
      undefined,
    ];
    for await (const { choices, usage } of stream) {
      const choice = choices?.[0];
      if (choice?.delta?.content) onText((text += choice.delta.content));
      if (text.length > longestText) throw new Error('The model does not stop writing.');
      finish = choice?.finish_reason ?? finish;
      if (usage) tokens = { input: usage.prompt_tokens, output: usage.completion_tokens };
    }
    // An aborted stream ends without an error, and one that is cut off ends without a reason.
    signal.throwIfAborted();
    if (finish !== 'stop') throw new Error(`The model's answer was cut off (${finish ?? 'no end'}).`);
    return { text: text.trim(), ...(tokens && { tokens }) };
  }
  return {
    name: 'openai',
    model,
    // What it cites counts half already, see `judged`: this asks that the passage is not far from the question.
    floor: 0.55,
    async answer(request, { signal, onDelta }) {
      if (request.passages.length === 0) return { text: '', sources: [], confidence: 0 };
      const draft = createDraft(request.passages, onDelta);
      try {
        const { text, tokens } = await complete(request, { signal, onText: draft });
        return { ...judged(text, request), ...(tokens && { tokens }) };
      } catch (error) {
        throw withoutSecrets(error);
      }
    },
  };
}

/** Only what cites a passage that was given to it is an answer. */
function judged(text: string, { passages }: AnswerRequest): ProviderAnswer {
  const nearest = passages.slice(0, 3).map(toSource);
  const reason = declines(text);
  if (reason !== undefined) return { text: '', sources: nearest, confidence: 0, declined: reason };
  const { text: clean, cited } = cleanAnswer(text, passages);
  if (!/\p{L}/u.test(clean)) throw new Error('The model answered without words.');
  if (cited.length === 0) {
    const declined = 'The AI wrote an answer that no article supports.';
    return { text: '', sources: nearest, confidence: 0, declined };
  }
  const best = Math.max(...cited.map(({ score }) => score));
  return { text: clean, sources: cited.map(toSource), confidence: 0.5 + best / 2 };
}

/** The server's own words may quote the key or the prompt. */
function withoutSecrets(error: unknown): unknown {
  if (error instanceof APIUserAbortError) return new Error('The model did not answer in time.');
  if (error instanceof APIError) {
    return new Error(
      error.status ? `The model's server answered ${error.status}.` : 'The model could not be reached.',
    );
  }
  return error;
}
