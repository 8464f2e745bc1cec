// A macro: what is said and done in one go, written down once.
import { z } from 'zod';
import { replyShortcut } from './canned-replies';
import { pageQuery } from './lists';
import { id, instant, largestSeq, timestamp } from './model/ids';
import { maxTextLength } from './model/message';
import { priority, session } from './model/session';
import { filledText, formed, line, said } from './model/text-types';

const labels = z.array(line(50)).max(20);

/** Until when a macro puts away, as an agent chooses it by hand. */
export const snoozeChoices = ['hour', 'tomorrow', 'monday', 'answer'] as const;
export type SnoozeChoice = (typeof snoozeChoices)[number];

const endings = ['assign', 'snooze', 'close'] as const;

export const macroSteps = z
  .strictObject({
    reply: filledText(maxTextLength)
      .optional()
      .describe('What the customer is told, with the variables of a canned reply.'),
    note: filledText(maxTextLength).optional().describe('A private note, with the same variables.'),
    addLabels: labels.optional().describe('Labels that it gets.'),
    removeLabels: labels.optional().describe('Labels that it loses.'),
    priority: priority.optional(),
    assign: z
      .union([
        z.strictObject({ agentId: id.describe('The agent who gets it.') }),
        z.strictObject({ queue: z.literal(true).describe('Back to the queue.') }),
      ])
      .optional()
      .describe('Who gets it in the end.'),
    snooze: z
      .enum(snoozeChoices)
      .optional()
      .describe(
        "Until when it is put away: an hour, the next morning or Monday of the business hours, the customer's next word.",
      ),
    close: z.literal(true).optional().describe('It is closed in the end.'),
  })
  .refine((steps) => Object.keys(steps).length > 0, { message: 'must say or do something', path: ['reply'] })
  .refine((steps) => endings.filter((name) => steps[name] !== undefined).length < 2, {
    message: 'is one of: give it to somebody, put it away, close it',
    path: ['close'],
  })
  .describe('What is said and done, in this order; a reply takes the session over where nobody has it.');

export const newMacro = z.strictObject({
  shortcut: replyShortcut,
  title: line(100).describe('What it is for, for whoever looks for it.'),
  steps: macroSteps,
  shared: z.boolean().describe("The whole team's, or one's own. The team's need `knowledge:write`."),
});

export const macro = z.object({
  id,
  shortcut: said().describe('What is typed after /.'),
  title: said().describe('What it is for.'),
  steps: macroSteps,
  shared: z.boolean().describe("The whole team's, or one's own."),
  uses: z.int().describe('How often it was run.'),
  lastUsedAt: timestamp.optional().describe('When it was last run.'),
  createdAt: timestamp.describe('When it was written.'),
  updatedAt: timestamp.describe('When it was last changed.'),
});

export const macroList = z.strictObject({ ...pageQuery });

export const macroRunParam = z.strictObject({
  id: id.describe('The session.'),
  macroId: id.describe('The macro.'),
});

export const macroRun = z.strictObject({
  runId: formed(/^[\x21-\x7e]{1,80}$/, 'must be 1 to 80 printable characters').describe(
    'What the caller calls this run: asked again, nothing is said or done twice.',
  ),
  reply: filledText(maxTextLength)
    .optional()
    .describe('Its reply as it was previewed or changed; left out, its variables are filled in here.'),
  note: filledText(maxTextLength).optional().describe('The same of its note.'),
  snoozeUntil: instant
    .optional()
    .describe('The time that was shown for its snooze; left out, it is reckoned here.'),
  seenSeq: z
    .int()
    .min(0)
    .max(largestSeq)
    .optional()
    .describe('How far the caller has read: over a newer word of the customer nothing is closed.'),
});

export const stepNames = [
  'claim',
  'reply',
  'note',
  'labels',
  'priority',
  'assign',
  'snooze',
  'close',
] as const;

export const macroOutcome = z.object({
  steps: z
    .array(
      z.object({
        step: z.enum(stepNames).describe('What was to be done.'),
        outcome: z
          .enum(['done', 'failed', 'left'])
          .describe("What became of it; what follows a failed one is 'left'."),
        why: said().optional().describe('Why it failed.'),
      }),
    )
    .describe('In order. Run again with the same `runId` for the rest.'),
  session,
});

export type MacroSteps = z.output<typeof macroSteps>;
export type NewMacro = z.output<typeof newMacro>;
export type Macro = z.infer<typeof macro>;
export type MacroRun = z.output<typeof macroRun>;
export type MacroOutcome = z.infer<typeof macroOutcome>;
export type StepName = (typeof stepNames)[number];
