// What an agent is told of, and in which ways.
import { z } from 'zod';
import { formed, line, said, webAddress } from './model/text-types';

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

const word = line(200);

export const pushSubscribing = z.strictObject({
  endpoint: webAddress.describe('Where the push service takes them; https.'),
  keys: z
    .strictObject({
      p256dh: formed(/^[\w-]{87}=?$/, 'This is no public key of 65 bytes in base64url.')
        .max(88)
        .describe("The browser's public key, 65 bytes, base64url."),
      auth: formed(/^[\w-]{22}(?:==)?$/, 'These are no 16 bytes in base64url.')
        .max(24)
        .describe("The browser's secret, 16 bytes, base64url."),
    })
    .describe('With which what is pushed is encrypted.'),
  words: z
    .strictObject({
      titles: z.strictObject(ofEach(word)).describe('What happened, by kind.'),
      visitor: word.describe('Who has no name.'),
      waiting: word
        .optional()
        .describe('Several that wait for a person, with {count} in the place of the number.'),
      several: word.optional().describe('Several that call, with {count} in the place of the number.'),
    })
    .describe("What pushes say, in the reader's language."),
});

export const pushRenewal = pushSubscribing.omit({ words: true });

export const pushState = z.object({
  publicKey: said().describe('The applicationServerKey with which a browser subscribes, base64url.'),
  subscribed: z.boolean().describe('Pushes go to this browser.'),
  devices: z.int().describe('To how many of the caller pushes go.'),
});

export type PushRenewal = z.infer<typeof pushRenewal>;
export type PushSubscribing = z.infer<typeof pushSubscribing>;
export type PushState = z.infer<typeof pushState>;
