// What has become more than it was, with the conversations that say so.
import { z } from 'zod';
import { orNull, pageQuery } from './lists';
import { id, timestamp } from './model/ids';
import { said } from './model/text-types';

export const insightKinds = ['conversations', 'label', 'language', 'article', 'unanswered'] as const;
export const insightStates = ['new', 'reviewed', 'done', 'dismissed'] as const;

export const insight = z.object({
  id,
  kind: z
    .enum(insightKinds)
    .describe('Of what there is more; `unanswered`: questions that no article answered.'),
  key: said().describe(
    'The label, the language or the id of the article; empty where there is one of its kind.',
  ),
  name: said().describe('What it was called.'),
  count: z.int().describe('Conversations of the seven days.'),
  before: z.array(z.int()).describe('Of the four weeks before, the newest first.'),
  from: timestamp.describe('When the seven days began.'),
  until: timestamp.describe('When they ended.'),
  state: z
    .enum(insightStates)
    .describe('`new` and `reviewed` are open: the same is not noticed again meanwhile.'),
  agentId: id.optional().describe('Who sees to it.'),
  agentName: said().optional().describe('What they are called.'),
  changedBy: said().optional().describe('Who changed its state last.'),
  createdAt: timestamp.describe('When it was noticed.'),
});

export const insightList = z.strictObject({
  ...pageQuery,
  open: z.enum(['true', 'false']).optional().describe('Only open ones, or only those that are not.'),
});

export const insightChange = z.strictObject({
  state: z.enum(insightStates).optional().describe('What became of it.'),
  agentId: orNull(id).optional().describe('Who sees to it; null: nobody.'),
});

export type Insight = z.infer<typeof insight>;
export type InsightChange = z.output<typeof insightChange>;
