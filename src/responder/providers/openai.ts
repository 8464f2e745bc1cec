// A chat model behind any OpenAI-compatible server. What customers and articles say is data to it: it stays out of the
// system prompt, is fenced, and what comes back is checked before anybody sees it.
import OpenAI, { APIError } from 'openai';
import type { ModelEndpoint } from '../../config';
import type { Passage } from '../../knowledge/passage';
import type { Words } from '../../protocol/model/wording';
import { cleanAnswer, createDraft } from './clean-answer';
import { complete, UnusableAnswer, type Messages } from './complete';
import { converse, isLookedUp } from './look-up';
import { declines, messagesFor } from './prompt';
import { ProviderFailure, toSource, type Provider, type ProviderAnswer } from './provider';
import { withoutOrders } from './without-orders';

/** Too long, or refused for what it says: the next question may be answered. */
const refusesTheQuestion: ReadonlySet<number> = new Set([400, 413, 422]);

export function openaiProvider({ baseUrl, apiKey, model, prices }: ModelEndpoint): Provider {
  const client = new OpenAI({ baseURL: baseUrl, apiKey, maxRetries: 0, logLevel: 'off' });

  const ask = (asked: Omit<Parameters<typeof complete>[0], 'client' | 'model'>) =>
    complete({ client, model, ...asked }).catch((error: unknown) => {
      throw asked.signal.aborted ? asked.signal.reason : withoutSecrets(error);
    });
  return {
    name: 'openai',
    model,
    ...(prices && { prices }),
    // What it cites counts half already, see `judged`: this asks that the passage is not far from the question.
    floors: { cautious: 0.7, balanced: 0.6, eager: 0.53 },
    async answer(given, { signal, onDelta }) {
      const passages = given.passages.map((one) => ({ ...one, text: withoutOrders(one.text) }));
      const { toolbox } = given;
      if (passages.length === 0 && !toolbox) return { text: '', sources: [], confidence: 0 };
      let isStreamed = false;
      const { text, known, isOwn, tokens } = await converse({
        messages: messagesFor({ ...given, passages }),
        passages,
        toolbox,
        signal,
        ask({ known, ...asked }) {
          // What was said before something was looked up is not gone on with: the whole comes with the message.
          const isSilent = isStreamed;
          const onText = createDraft(known, (delta) => {
            isStreamed = true;
            if (!isSilent) onDelta(delta);
          });
          return ask({ tools: toolbox?.tools ?? [], ...asked, signal, onText });
        },
      });
      return { ...judged(text, known), ...(isOwn && { isOwn: true as const }), tokens };
    },
    async write({ rules, material, maxTokens }, { signal }) {
      const messages: Messages = [
        { role: 'system', content: rules },
        { role: 'user', content: material },
      ];
      const { text, tokens } = await ask({ messages, maxTokens, tools: [], mayCall: false, signal });
      return { text, tokens };
    },
  };
}

/** Only what the passages say that it cites is an answer. */
function judged(text: string, passages: readonly Passage[]): ProviderAnswer {
  const nearest = articlesAmong(passages.slice(0, 3));
  const no = (declined: Words) => ({ text: '', sources: nearest, confidence: 0, declined });
  const reason = declines(text);
  if (reason !== undefined) return no(reason);
  if (!/\p{L}/u.test(text)) throw new UnusableAnswer('The model answered without words.');
  const { text: clean, cited, isDoubtful } = cleanAnswer(text, passages);
  if (isDoubtful) return no('The AI wrote something that the article it names does not say.');
  if (cited.length === 0 || !/\p{L}/u.test(clean))
    return no('The AI wrote an answer that no article supports.');
  const best = Math.max(...cited.map(({ score }) => score));
  return { text: clean, sources: articlesAmong(cited), confidence: 0.5 + best / 2 };
}

const articlesAmong = (passages: readonly Passage[]) =>
  passages.filter((one) => !isLookedUp(one)).map(toSource);

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
