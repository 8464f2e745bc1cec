// What an agent has begun to write in a conversation and not sent.
import { z } from 'zod';
import { id, timestamp } from './model/ids';
import { said, text } from './model/text-types';

export const draftKind = z.enum(['reply', 'note']);

const version = id.describe('Of these words: another one each time they are saved.');

export const replyDraft = z.object({
  sessionId: id.describe('Where.'),
  kind: draftKind.describe('To whom: the customer, or the team.'),
  text: said().describe('The words so far.'),
  version,
  updatedAt: timestamp.describe('When they were saved.'),
});

export const replyDraftList = z.object({
  items: z.array(replyDraft).describe('All of the caller’s, newest first.'),
});

export const saveReplyDraft = z.strictObject({
  kind: draftKind.describe('To whom: the customer, or the team.'),
  text: text(10_000).describe('The words so far; empty: the draft goes.'),
  version: id
    .nullable()
    .describe('What was last known of this draft; null: none. A newer one is not overwritten: `conflict`.'),
});

export const savedReplyDraft = z.object({
  version: version
    .nullable()
    .describe('To be named when it is saved again; null when there is none any more.'),
});

/** News for the agent's other tabs and devices. */
export const draftUpdate = z.object({
  sessionId: id.describe('Where.'),
  kind: draftKind.describe('To whom.'),
  text: said().describe('The words so far; empty: there are none any more.'),
  version: version.nullable().describe('Of these words.'),
});

export type DraftKind = z.infer<typeof draftKind>;
export type ReplyDraft = z.infer<typeof replyDraft>;
export type DraftUpdate = z.infer<typeof draftUpdate>;
