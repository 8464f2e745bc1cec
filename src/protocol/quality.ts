// How good conversations are: the organization's card, what a person (and a model, as a proposal) says by it, and what an agent is told.
import { z } from 'zod';
import { orNull, pageQuery } from './lists';
import { day, id, timestamp } from './model/ids';
import { filledText, line, said, text } from './model/text-types';

export const erasedWords = 'What was said there was erased.';

export const scales = ['one_to_five', 'yes_no'] as const;
/** Names of what a scale allows, in words of an error. */
export const scaleWords: Record<(typeof scales)[number], string> = {
  one_to_five: '1, 2, 3, 4 or 5',
  yes_no: '0 (no) or 1 (yes)',
};

const criterionFields = {
  id,
  name: line(80).describe('What is looked at.'),
  good: filledText(500).describe('What good looks like.'),
  weight: z.int().min(1).max(10).describe('How much it counts beside the others.'),
  scale: z.enum(scales).describe('How it is scored.'),
  critical: z.boolean().describe('A no, or a 1, makes the whole score 0.'),
};
export const criterion = z.strictObject(criterionFields);

const perWeek = (whose: string) => z.int().min(0).max(20).describe(`Conversations a week of ${whose}.`);

const cardFields = {
  criteria: z.array(criterion).describe('In their order.'),
  perAgent: perWeek('each agent'),
  perTeam: perWeek('each team'),
  perAi: perWeek('the AI'),
};

export const qualityCard = z.object({
  ...cardFields,
  updatedAt: timestamp.optional().describe('When it was saved; missing where there is none yet.'),
});

export const newQualityCard = z
  .strictObject({
    ...cardFields,
    criteria: cardFields.criteria
      .min(1, { error: 'Name at least one thing that is looked at.' })
      .max(10, { error: 'There are at most 10.' }),
  })
  .superRefine(({ criteria }, context) => {
    const names = criteria.map(({ name }) => name.toLowerCase());
    const ids = criteria.map((one) => one.id);
    for (const [index, name] of names.entries()) {
      if (names.indexOf(name) < index)
        context.addIssue({
          code: 'custom',
          path: ['criteria', index, 'name'],
          message: 'Another one is called that already.',
        });
      if (ids.indexOf(ids[index]!) < index)
        context.addIssue({
          code: 'custom',
          path: ['criteria', index, 'id'],
          message: 'Another one has this id.',
        });
    }
  });

const value = orNull(z.int().min(0).max(5)).describe(
  '1 to 5, or 0 and 1 for no and yes; null: does not apply.',
);

const scored = z.object({
  criterionId: id.describe('Of the card.'),
  name: said().describe('What it was called then.'),
  value,
  points: orNull(z.number()).describe('0 to 1; null: does not apply.'),
  comment: said().optional().describe('Why.'),
});

const proposed = z.object({
  criterionId: id.describe('Of the card.'),
  value,
  reason: said().describe('Why, by the model.'),
  quote: said().optional().describe('What it goes by, word for word from the conversation.'),
});

export const proposal = z.object({
  model: said().describe('Which model wrote it.'),
  at: timestamp.describe('When.'),
  scores: z.array(proposed).describe('Nothing counts of it until a person saves scores.'),
});

export const reviewStates = ['open', 'done', 'skipped'] as const;

export const qualityReview = z.object({
  id,
  sessionId: id.describe('The conversation.'),
  week: day.describe('The Monday (UTC) of the week in which it was closed.'),
  by: z.enum(['agent', 'ai']).describe('Whose answers are looked at.'),
  agentId: id.optional().describe('The agent; missing for the AI, and once they were removed.'),
  agentName: said().describe('What they were called.'),
  teamId: id.optional().describe('The team that had the conversation.'),
  state: z.enum(reviewStates).describe('`skipped` is counted, and has no score.'),
  criteria: z.array(z.object(criterionFields)).describe('The card: as it is, or was when it was scored.'),
  scores: z.array(scored).describe('What was scored, in the order of the card.'),
  score: orNull(z.number()).describe('0 to 100; null until it is scored.'),
  failedCritical: z.boolean().describe('Something critical was missed: the score is 0.'),
  comment: said().optional().describe('Of the whole.'),
  skippedBecause: said().optional().describe('Why it was left out.'),
  reviewerName: said().optional().describe('Who scored it, or left it out.'),
  reviewedAt: timestamp.optional().describe('When.'),
  proposal: proposal.optional().describe('What a model would say; not shown to the agent.'),
  answer: z
    .object({
      agrees: z.boolean().describe('Whether they do.'),
      text: said().describe('Why, in their words.'),
      at: timestamp.describe('When.'),
    })
    .optional()
    .describe('What the agent says of it.'),
  erased: z.boolean().describe('The customer was erased: the scores are left, and no words.'),
});

export const reviewList = z.strictObject({
  ...pageQuery,
  state: z.enum(reviewStates).optional().describe('Only those.'),
  agentId: id.optional().describe("Only this agent's."),
  disputed: z.literal('true').optional().describe('Only those with which the agent disagrees.'),
});

export const givenScores = z.strictObject({
  scores: z
    .array(z.strictObject({ criterionId: id, value, comment: text(1000).optional().describe('Why.') }))
    .max(10)
    .describe('One for each criterion of the card.'),
  comment: text(2000).optional().describe('Of the whole.'),
});

export const skipped = z.strictObject({ because: filledText(300).describe('Why it cannot be scored.') });
export const reviewAnswer = z.strictObject({
  agrees: z.boolean().describe('False: I disagree.'),
  text: text(2000).describe('Why. Needed to disagree.'),
});

export const sampled = z.object({
  week: day.describe('The Monday (UTC) of the week.'),
  chosen: z.int().describe('How many conversations were chosen.'),
  already: z.boolean().describe('It had been drawn before: nothing was added.'),
});

export const qualityRange = z.strictObject({
  from: day.describe('The first week, by any of its days.'),
  to: day.describe('The last week, by any of its days.'),
});

const figure = {
  reviewed: z.int().describe('How many were scored.'),
  score: orNull(z.number()).describe('Their mean, 0 to 100; null for none.'),
  failedCritical: z.int().describe('How many missed something critical.'),
};
const named = z.object({
  ...figure,
  key: said().describe('Its id; `ai` for the AI, `none` for no team.'),
  name: said().describe('What it is called.'),
});

export const qualityFigures = z.object({
  ...figure,
  open: z.int().describe('Wait to be scored.'),
  skipped: z.int().describe('Were left out.'),
  disputed: z.int().describe('With which the agent disagrees.'),
  agents: z.array(named).describe('By agent, the AI among them.'),
  teams: z.array(named).describe('By team.'),
  criteria: z.array(named).describe('By criterion.'),
  weeks: z
    .array(z.object({ ...figure, week: day.describe('Its Monday.') }))
    .describe('By week, the oldest first.'),
});

export const coachingNote = z.object({
  id,
  agentId: id.describe('Whose it is.'),
  agentName: said().describe('What they are called.'),
  reviewId: id.optional().describe('The review that it was written from.'),
  sessionId: id.optional().describe('The conversation that it is about.'),
  text: said().describe('Empty once what was said there was erased.'),
  authorName: said().describe('Who wrote it.'),
  createdAt: timestamp.describe('When.'),
  acknowledgedAt: timestamp.optional().describe('When the agent had read it.'),
});

export const newCoachingNote = z.strictObject({
  agentId: id.describe('For whom.'),
  reviewId: id.optional().describe('A review of theirs that it is about.'),
  text: filledText(2000).describe('What to keep, what to do otherwise.'),
});
export const coachingList = z.strictObject({
  ...pageQuery,
  agentId: id.optional().describe("Only this agent's."),
});

export type Criterion = z.infer<typeof criterion>;
export type QualityCard = z.infer<typeof qualityCard>;
export type NewQualityCard = z.output<typeof newQualityCard>;
export type QualityReview = z.infer<typeof qualityReview>;
export type QualityProposal = z.infer<typeof proposal>;
export type GivenScores = z.output<typeof givenScores>;
export type Scored = z.infer<typeof scored>;
export type QualityFigures = z.infer<typeof qualityFigures>;
export type CoachingNote = z.infer<typeof coachingNote>;
export type NewCoachingNote = z.output<typeof newCoachingNote>;
/** What an archive holds of it. */
export const archivedReview = {
  by: qualityReview.shape.by,
  state: qualityReview.shape.state,
  criteria: qualityReview.shape.criteria,
  scores: qualityReview.shape.scores,
  proposal,
};
