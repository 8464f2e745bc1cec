// Playbooks: the steps that a case of a kind should take, offered to agents beside the conversation. Customers never see them.
import { z } from 'zod';
import { channelType } from './model/channel';
import { id, timestamp } from './model/ids';
import { filledText, line, said } from './model/text-types';

export const mostPlaybooks = 100;
export const mostSteps = 30;

/** What a step may bring along. */
export const linkKinds = ['reply', 'macro', 'article'] as const;

const someOf = <Item extends z.ZodType>(item: Item) => z.array(item).min(1, 'must name at least one').max(20);

export const playbookWhen = z
  .strictObject({
    label: someOf(line(50)).optional().describe('The conversation has one of these labels.'),
    words: someOf(line(100))
      .optional()
      .describe('The customer, the subject or what the AI took them to want has one of these words.'),
    channelType: someOf(channelType).optional().describe('It came in by one of these.'),
  })
  .describe('Where it is offered: everything that is given has to fit; nothing: it is chosen by hand.');

const link = z
  .strictObject({ kind: z.enum(linkKinds).describe('What it is.'), id })
  .describe('What can be taken from the step.');

const newStep = z.strictObject({
  id: id.optional().describe('Of a step that was there before; left out for a new one.'),
  text: filledText(500).describe('What is to be done.'),
  link: link.optional(),
});

export const newPlaybook = z.strictObject({
  name: line(80).describe('What it is called.'),
  isActive: z.boolean().describe('Whether it is offered, and can be started.'),
  when: playbookWhen,
  steps: z
    .array(newStep)
    .min(1, 'must have at least one step')
    .max(mostSteps)
    .refine(
      (all) => new Set(all.flatMap((one) => one.id ?? [])).size === all.flatMap((one) => one.id ?? []).length,
      {
        message: 'must name each step once',
      },
    )
    .describe('In order.'),
});

const keptLink = z.object({
  kind: z.enum(linkKinds).describe('What it is.'),
  id,
  title: said().describe('What it was called when the playbook was saved.'),
});

const step = z.object({
  id,
  text: said().describe('What is to be done.'),
  link: keptLink.optional().describe('What can be taken from the step.'),
});

export const playbook = z.object({
  id,
  name: said().describe('What it is called.'),
  isActive: z.boolean().describe('Whether it is offered, and can be started.'),
  when: playbookWhen,
  steps: z.array(step).describe('In order.'),
  createdAt: timestamp.describe('When it was written.'),
  updatedAt: timestamp.describe('When it was last changed.'),
});

export const stepStates = ['open', 'done', 'skipped'] as const;

const runStep = step.extend({
  state: z.enum(stepStates).describe('What became of it.'),
  reason: said().optional().describe('Why it was skipped.'),
  by: said().optional().describe('Who said so last.'),
  at: timestamp.optional().describe('When.'),
});

export const playbookRun = z.object({
  id,
  sessionId: id.describe('In which conversation.'),
  playbookId: id.optional().describe('Absent: the playbook was removed since.'),
  name: said().describe('What the playbook was called when it was started.'),
  steps: z.array(runStep).describe('As they were when it was started.'),
  startedAt: timestamp.describe('When it was started.'),
  startedBy: said().describe('Who started it.'),
  completedAt: timestamp.optional().describe('When no step was left open.'),
});

export const sessionPlaybooks = z.object({
  offered: z.array(playbook).describe('Those that fit and have not been started.'),
  runs: z.array(playbookRun).describe('Those that were started, the first one first.'),
});

export const startPlaybook = z.strictObject({ playbookId: id.describe('Which one.') });

export const playbookStepParam = z.strictObject({
  id: id.describe('The run.'),
  stepId: id.describe('Its step.'),
});

export const stepChange = z
  .strictObject({
    state: z.enum(stepStates).describe("'open' takes back what was said before."),
    reason: filledText(500).optional().describe('Why it is skipped.'),
  })
  .refine(({ state, reason }) => state !== 'skipped' || reason !== undefined, {
    message: 'must say why the step is skipped',
    path: ['reason'],
  });

export const figureDays = {
  days: z.coerce.number().int().min(1).max(366).default(90).describe('Of how many days, back from now.'),
};
export const playbookFiguresQuery = z.strictObject(figureDays);

const count = (what: string) => z.int().describe(what);

export const playbookFigures = z.object({
  offered: count('Conversations in which an agent was offered it.'),
  started: count('Conversations in which it was started.'),
  completed: count('Of these: no step is left open.'),
  unfinished: count('Of these: closed with open steps.'),
  steps: z
    .array(
      z.object({
        id,
        text: said().describe('As it was in the last conversation.'),
        done: count('How often it was done.'),
        skipped: count('How often it was skipped, for a reason.'),
        missed: count('How often the conversation was closed without it.'),
      }),
    )
    .describe('In the order of the playbook; those that it has no more come last.'),
});

export const behindFigures = ['offered', 'started', 'completed', 'unfinished', 'skipped', 'missed'] as const;

export const playbookSessionsQuery = z
  .strictObject({
    ...figureDays,
    what: z.enum(behindFigures).describe('Which of the figures.'),
    stepId: id.optional().describe("Of which step, for 'skipped' and 'missed'."),
  })
  .refine(({ what, stepId }) => (what === 'skipped' || what === 'missed') === (stepId !== undefined), {
    message: "is named for 'skipped' and 'missed', and for nothing else",
    path: ['stepId'],
  });

/** As rows keep them. */
export const archivedPlaybook = { when: playbookWhen, steps: z.array(step), runSteps: z.array(runStep) };

export type PlaybookWhen = z.output<typeof playbookWhen>;
export type NewPlaybook = z.output<typeof newPlaybook>;
export type Playbook = z.infer<typeof playbook>;
export type PlaybookStep = z.infer<typeof step>;
export type PlaybookRun = z.infer<typeof playbookRun>;
export type RunStep = z.infer<typeof runStep>;
export type StepChange = z.output<typeof stepChange>;
export type StepLink = z.output<typeof link>;
export type SessionPlaybooks = z.infer<typeof sessionPlaybooks>;
export type PlaybookFigures = z.infer<typeof playbookFigures>;
export type BehindFigure = (typeof behindFigures)[number];
