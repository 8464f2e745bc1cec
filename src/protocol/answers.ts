// Trying out what the AI would say, as it crosses the wire.
import { z } from 'zod';
import { source } from './model/handover';
import { maxTextLength } from './model/message';
import { timestamp } from './model/ids';
import { filledText, formed, line, said, text } from './model/text-types';
import { wording } from './model/wording';

export const previewRequest = z.strictObject({
  question: filledText(maxTextLength).meta({
    description: 'What a customer would ask.',
    examples: ['How long does a refund take?'],
  }),
  history: z
    .array(
      z.strictObject({
        sender: z.enum(['customer', 'ai', 'agent']).describe('Who said it.'),
        text: text(maxTextLength).describe('The words.'),
      }),
    )
    .max(100)
    .default([])
    .describe('What was said before, oldest first.'),
});

export const option = z.object({
  articleId: said().describe('The article that may be meant.'),
  title: said().describe('What the button says.'),
});

export const previewResponse = z.object({
  decision: z.enum(['answer', 'clarify', 'handover']).describe('What the AI would do.'),
  text: said().optional().describe('What it would say.'),
  more: said().optional().describe('The rest of a short answer, shown on demand.'),
  confidence: z.number().describe('How sure it is, 0 to 1.'),
  reason: said().optional().describe('Why it would hand over.'),
  wording: wording.optional().describe('The reason as a code; absent where a model said it.'),
  options: z.array(option).optional().describe('What it would ask about: which of these is meant.'),
  sources: z.array(source).describe('What it would answer from.'),
});

const used = z.object({
  tokens: z.number().describe('Read and written by models.'),
  money: z.number().describe('What they cost, as far as their prices are known.'),
});
export const answerUsage = z.object({
  since: timestamp.describe('24 hours ago.'),
  currency: said().describe('Of all money here, such as USD.'),
  answers: z.number().describe('Decisions of the AI since then.'),
  total: used.describe('What models used since then.'),
  models: z
    .array(used.extend({ model: said().describe('Which model.') }))
    .describe('The same by model, the dearest first.'),
});
export type AnswerUsage = z.infer<typeof answerUsage>;

/** Settings of category 'ai'. */
export const aiSettings = z.strictObject({
  enabled: z.boolean().default(true),
  /** Below it the AI does not answer, 0 to 1, whatever the setting `answers`/`caution` is. */
  confidenceFloor: z.number().min(0).max(1).optional(),
  /** Answers to one customer before a person takes over. */
  turnCap: z.int().min(1).max(100).default(12),
  /** Quiet for so long after an answer, the customer is asked once whether it helped; 0: never. */
  askAfterSeconds: z.number().min(0).max(86_400).default(60),
  /** Quiet for so long with the AI, a conversation ends; 0: never. */
  closeAfterMinutes: z.number().min(0).max(43_200).default(60),
  /** A conversation that ended so is opened again by the customer's next word within this time. */
  reopenWithinHours: z.number().min(0).max(8_760).default(24),
  /** Whether a customer on a channel that sends is asked how it was when the team closes a conversation. */
  askForRating: z.boolean().default(true),
  /** Percent of the lab's tests: a draft that gets so many more wrong, or so many fewer right, is published only when confirmed. */
  mostWorse: z.number().min(0).max(100).default(2),
});

/** How sure the AI is before it answers. */
export const cautions = ['cautious', 'balanced', 'eager'] as const;
export type Caution = (typeof cautions)[number];

const limits = z
  .strictObject({
    tokens: z.int().min(0).max(1_000_000_000).optional(),
    money: z.number().min(0).max(1_000_000).optional(),
  })
  .describe('Tokens read and written by models, and what they cost; unset: without a limit.');

/** What models may be used for; beyond it answers come in the articles' own words, which cost nothing. */
export const answerBudget = z.strictObject({
  /** Of one conversation. */
  session: limits.optional(),
  /** Of one customer within 24 hours. */
  customer: limits.optional(),
  /** Of the whole organization within 24 hours. */
  day: limits.optional(),
});

/** Of a million tokens that a model reads (input) or writes (output). */
export const tokenPrices = z.strictObject({
  input: z.number().min(0).max(100_000),
  output: z.number().min(0).max(100_000),
});
export type TokenPrices = z.infer<typeof tokenPrices>;

/** Settings of category 'answers', which holds what answers say of customers' own data, too. */
export const answersSettings = z.object({
  /** How answers sound, in the organization's own words: "warm and brief, we say du". */
  tone: text(300).optional(),
  caution: z.enum(cautions).default('balanced'),
  budget: answerBudget.optional(),
  /** Words of a question, and categories and tags of articles, that always go to a person: "lawyer", "data breach". */
  handOverOn: z.array(line(100)).max(100).optional(),
  /** In which handover packets are written, ISO 639-1; unset: English. */
  language: formed(/^[a-z]{2}$/, 'must be a language like de').optional(),
  /** In place of the operator's, in the operator's currency. */
  prices: tokenPrices.optional(),
});

export type AnswerBudget = z.infer<typeof answerBudget>;
/** What the responder reads of an organization's settings. */
export type ResponderSettings = AiSettings & Partial<z.infer<typeof answersSettings>>;

export type PreviewRequest = z.output<typeof previewRequest>;
export type PreviewResponse = z.infer<typeof previewResponse>;
export type AiSettings = z.infer<typeof aiSettings>;
