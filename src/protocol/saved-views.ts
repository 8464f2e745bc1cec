// Lists of conversations that somebody keeps under a name.
import { z } from 'zod';
import { channelType } from './model/channel';
import { sentiments } from './model/handover';
import { id, timestamp } from './model/ids';
import { priority, sessionStatus } from './model/session';
import { slaState } from './model/sla';
import { tier } from './model/tier';
import { formed, line, said, text } from './model/text-types';

export const holder = z.union([id, z.literal('me')]);
export const languageTag = text(35).min(1);
export const waitsLongerThan = z.int().min(0).max(525_600);
export const sentiment = z.enum(sentiments);
export const attributeWanted = formed(
  /^[a-z][a-z0-9_]{0,39}:[^\r\n]{1,100}$/,
  'must be the key of an attribute, a colon and a value, such as plan:pro',
);

/** At least one, or the field is left out. */
const oneOf = <Item extends z.ZodType>(item: Item) => z.array(item).min(1).max(20).optional();

export const sessionWhere = z
  .strictObject({
    status: oneOf(sessionStatus).describe('Absent: whatever is not closed.'),
    channelType: oneOf(channelType).describe('Kinds of channels.'),
    channelId: oneOf(id).describe('Channels.'),
    label: oneOf(text(50).min(1)).describe('It has one of these labels.'),
    priority: oneOf(priority).describe('Priorities.'),
    agentId: oneOf(holder).describe('Who holds it; `me` is whoever looks.'),
    teamId: oneOf(id).describe('Teams.'),
    language: oneOf(languageTag).describe("The customer's language, as in BCP 47."),
    sentiment: oneOf(sentiment).describe("The customer's mood."),
    snoozed: z.boolean().optional().describe('Only those that are put away, or only those that are not.'),
    waitsLongerThan: waitsLongerThan
      .optional()
      .describe('Minutes for which the customer has waited for an answer.'),
    sla: oneOf(slaState).describe('What was promised is due soon, or overdue.'),
    companyId: oneOf(id).describe('Where the customer belongs.'),
    companyTier: oneOf(tier).describe('How much that company counts.'),
    attribute: oneOf(attributeWanted).describe(
      'Attributes of the customer, such as `plan:pro`: of each that is named one value has to be.',
    ),
  })
  .describe('Of each list one has to be.');

const viewName = line(60).describe('What it is called; one of its kind, whatever its case.');
const shared = z.boolean().describe("The whole team's, or one's own. The team's need `knowledge:write`.");

export const newView = z.strictObject({ name: viewName, where: sessionWhere, shared });

export const savedView = z.object({
  id,
  name: said().describe('What it is called.'),
  where: sessionWhere,
  shared: z.boolean().describe("The whole team's, or one's own."),
  position: z.int().describe("Its place among the team's views, or among one's own."),
  createdAt: timestamp.describe('When it was made.'),
  updatedAt: timestamp.describe('When it was last changed.'),
});

/** More than anybody looks at. */
export const mostViews = 50;

export const viewPlace = z.strictObject({
  position: z
    .int()
    .min(0)
    .max(mostViews)
    .describe("Its place from 0 among the team's views, or among one's own."),
});

export const viewCounts = z.object({
  counts: z
    .record(said(), z.int())
    .describe('How many sessions each view shows, by its id; closed ones are counted up to 1,000.'),
});

export type NewView = z.output<typeof newView>;
export type SavedView = z.infer<typeof savedView>;
