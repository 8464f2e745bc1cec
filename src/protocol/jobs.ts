// What happens later or again, as people see it.
import { z } from 'zod';
import { pageQuery } from './lists';
import { id, timestamp } from './model/ids';
import { said } from './model/text-types';

export const jobStates = ['running', 'failed', 'retrying', 'waiting', 'planned'] as const;
const state = z
  .enum(jobStates)
  .describe(
    "'failed': every try failed; 'retrying': it failed and is tried again; 'waiting': it is due; 'planned': its time has not come.",
  );

export const job = z.object({
  id,
  name: said().describe('What it does, such as deliver, import, summarize.'),
  state,
  attempts: z.int().describe('Tries so far, the one under way with them.'),
  maxAttempts: z.int().describe('Tries after which it has failed.'),
  runAt: timestamp.describe('When it is tried, or was due.'),
  createdAt: timestamp.describe('When it was asked for.'),
  lastError: said().optional().describe('Why the last try failed, without addresses and secrets.'),
  sessionId: id.optional().describe('The conversation that it is about.'),
  ofServer: z
    .literal(true)
    .optional()
    .describe('It is of the whole server, and only its first organization sees it.'),
});
export const jobList = z.strictObject({ ...pageQuery, state: state.optional() });
/** What waits beside the jobs: rows that have tries of their own. */
export const jobCounts = z.object({
  jobs: z
    .object({
      running: z.int().describe('Those that run now.'),
      failed: z.int().describe('Those of which every try failed.'),
      retrying: z.int().describe('Those that failed and are tried again.'),
      waiting: z.int().describe('Those that are due.'),
      planned: z.int().describe('Those whose time has not come.'),
    })
    .describe('Jobs by their state.'),
  deliveries: z
    .object({
      queued: z.int().describe('Messages that are to go out.'),
      failed: z.int().describe('Those that did not, in the last 7 days.'),
      uncertain: z.int().describe('Those of which it is not known, in the last 7 days.'),
    })
    .describe('What goes out on channels.'),
  inboundEvents: z
    .object({
      pending: z.int().describe('Events that are to be worked on.'),
      failed: z.int().describe('Those of which every try failed.'),
    })
    .describe('What came in on channels.'),
  imports: z
    .object({
      running: z.int().describe('Imports that are waiting or under way.'),
      failed: z.int().describe('Those that failed, in the last 7 days.'),
    })
    .describe('Knowledge that is taken in.'),
  scheduledMessages: z
    .object({
      waiting: z.int().describe('Replies whose time has not come.'),
      held: z.int().describe('Those that wait for their agent.'),
    })
    .describe('Replies that go out later.'),
});

export type JobState = (typeof jobStates)[number];
export type Job = z.infer<typeof job>;
export type JobCounts = z.infer<typeof jobCounts>;
