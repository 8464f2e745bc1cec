// How a web channel's widget looks, what it asks and what it says by itself: what an admin enters, and what browsers read of it.
import { z } from 'zod';
import { filledText, formed, line, text } from './model/text-types';

/** What says something before anybody has asked: once to each browser. */
export const proactiveMessage = z.strictObject({
  text: filledText(300).describe('What is said beside the button.'),
  page: line(500)
    .optional()
    .describe('Only where the address has this in it, such as /pricing; unset: everywhere.'),
  afterSeconds: z.int().min(0).max(3_600).default(10).describe('So long after the page was opened.'),
  visitors: z
    .enum(['all', 'new', 'returning'])
    .default('all')
    .describe('To whom: everybody, those who are here for the first time, or the others.'),
});

const look = {
  accent: formed(/^#[0-9a-fA-F]{6}$/, 'must be a colour like #1f5c4a')
    .optional()
    .describe("The organization's colour; it is darkened until white text on it can be read."),
  theme: z.enum(['light', 'dark']).optional().describe("Unset: as the visitor's device has it."),
  side: z
    .enum(['left', 'right'])
    .optional()
    .describe('Where the button is; unset: where a line of the page ends.'),
};

export const preChatFields = ['name', 'email', 'phone'] as const;

/** Of the settings of a web channel, those of its widget. */
export const widgetSettings = {
  ...look,
  sound: z
    .boolean()
    .optional()
    .describe('Whether an answer that comes while nobody looks is heard; unset: yes.'),
  preChat: z
    .array(z.enum(preChatFields))
    .max(preChatFields.length)
    .optional()
    .describe('What is asked before the first word, of whom the page has not signed in; unset: nothing.'),
  proactive: z.array(proactiveMessage).max(10).optional().describe('What is said before anybody has asked.'),
};

/** What the embed script reads before it draws: the rest comes with `ready`. Nothing else of the settings is public. */
export const embedSettings = z.object({ ...look, proactive: widgetSettings.proactive });
export const embedSettingsQuery = z.strictObject({ channelKey: text(200).min(1) });

export type EmbedSettings = z.infer<typeof embedSettings>;
export type ProactiveMessage = z.infer<typeof proactiveMessage>;
export type PreChatField = (typeof preChatFields)[number];
