// What an agent is told of, and in which ways.
import { z } from 'zod';
import { said } from './model/text-types';

/** In the order in which they are shown. */
export const newsKinds = [
  'assigned',
  'unanswered',
  'message',
  'waiting',
  'returned',
  'mentioned',
  'due_soon',
  'overdue',
  'not_sent',
] as const;
export type NewsKind = (typeof newsKinds)[number];

export const newsWays = ['desktop', 'sound', 'push', 'mail'] as const;
export type NewsWay = (typeof newsWays)[number];

/** What holds until the agent chooses: all but mail. Sound and push are switched on by device besides. */
export const isWantedFirst = (way: NewsWay): boolean => way !== 'mail';

const ways = z.strictObject({
  desktop: z.boolean().describe('In the console, and by the system while its page is in the background.'),
  sound: z.boolean().describe('A short tone, where the browser has it switched on.'),
  push: z.boolean().describe('To devices that take pushes, with the console open or not.'),
  mail: z.boolean().describe('Minutes later, by one mail for several, if no console of theirs is open.'),
});

const meanings: Record<NewsKind, string> = {
  assigned: 'A conversation was given to them.',
  unanswered: 'They got one and have not opened or answered it.',
  message: 'A customer wrote in one of theirs.',
  waiting: 'A customer waits in the queue.',
  returned: 'A conversation that they had put away is back.',
  mentioned: "A colleague's note calls them.",
  due_soon: 'What was promised in one of theirs is due soon.',
  overdue: 'What was promised in one of theirs is overdue.',
  not_sent: 'A reply of theirs did not go out at its time.',
};

/** Something of each kind, described. */
const ofEach = <T extends z.ZodType>(schema: T): Record<NewsKind, T> =>
  Object.fromEntries(newsKinds.map((kind) => [kind, schema.describe(meanings[kind])])) as Record<NewsKind, T>;

const kinds = z.strictObject(ofEach(ways));

export const notificationSettings = z.object({
  choices: kinds.describe('By what happened, then by way.'),
  whyNoMail: said().optional().describe('Why no mail can go now.'),
});

export const notificationChange = z.strictObject({
  choices: z.strictObject(ofEach(ways.partial().optional())).describe('Only what changes.'),
});

export type NotificationChoices = z.infer<typeof kinds>;
export type NotificationSettings = z.infer<typeof notificationSettings>;
export type NotificationChange = z.infer<typeof notificationChange>;
