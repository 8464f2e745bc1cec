// Follow-ups: drafts to customers who went silent, or were promised something. A person approves each; nothing is sent by itself.
import { z } from 'zod';
import { listOf, pageQuery } from './lists';
import { id, timestamp } from './model/ids';
import { channelType } from './model/channel';
import { maxTextLength } from './model/message';
import { rules } from './model/rules';
import { session } from './model/session';
import { isTemplateAlone, template, templateAlone } from './model/template';
import { filledText, said } from './model/text-types';
import { languageTag } from './saved-views';

export const followUpKinds = ['waiting', 'promised'] as const;
export const followUpStates = ['open', 'sent', 'dismissed', 'stale', 'nothing'] as const;

const words = filledText(2_000);

/** Settings of category 'followUps'. */
export const followUpSettings = z.object({
  enabled: z.boolean().default(false).describe('Whether follow-ups are drafted.'),
  afterDays: z
    .int('Write whole days.')
    .min(1, 'Wait at least one day.')
    .max(30, 'Wait at most 30 days.')
    .default(3)
    .describe('After how many days without a word, or since a conversation was closed.'),
  templates: z
    .array(
      z.strictObject({
        language: languageTag.describe('Of which customers.'),
        waiting: words.describe('Who has not answered is asked so, with the variables of a canned reply.'),
        promised: words.describe('Who was promised something is told so, with the same variables.'),
      }),
    )
    .max(20)
    .refine((all) => new Set(all.map(({ language }) => language)).size === all.length, {
      message: 'must have each language once',
    })
    .default([])
    .describe('What is drafted where no model writes; the built-in words for other languages.'),
});

export const followUp = z.object({
  id,
  sessionId: id,
  customerName: said().optional().describe('Who it is for.'),
  channelType,
  channelId: id.describe('Where it would go out.'),
  customerId: id.describe('Who it is for.'),
  agentId: id.optional().describe('Who holds the conversation; who held it last once it is closed.'),
  agentName: said().optional().describe('What they are called.'),
  kind: z
    .enum(followUpKinds)
    .describe("'waiting': the customer has not answered; 'promised': closed, with something promised."),
  since: timestamp.describe('Of the last word, or when it was closed.'),
  promised: said().optional().describe('What was promised, in the words of whoever did.'),
  text: said().describe('The draft.'),
  language: said().optional().describe('Of the draft.'),
  model: said().optional().describe('Which model wrote it; absent: it was made of a template.'),
  rules,
  createdAt: timestamp.describe('When it was drafted.'),
});

export const followUps = listOf(followUp);
export const followUpList = z.strictObject(pageQuery);

const draft = filledText(maxTextLength).describe('What the customer would read.');

export const followUpChange = z.strictObject({ text: draft });

export const followUpApproval = z
  .strictObject({ text: draft.optional(), template: template.optional() })
  .refine(isTemplateAlone, templateAlone)
  .describe('As it is, with other words, or as a template of the channel.');

export const followUpDismissal = z.strictObject({
  reason: filledText(500).describe('Why not. It is not drafted again for the same silence or promise.'),
});

export const followUpSent = z.object({ session });

export type FollowUpSettings = z.output<typeof followUpSettings>;
export type FollowUp = z.infer<typeof followUp>;
export type FollowUpKind = (typeof followUpKinds)[number];
export type FollowUpState = (typeof followUpStates)[number];
