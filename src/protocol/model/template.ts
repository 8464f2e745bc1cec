// A message that the channel's provider has approved before: some take nothing else once the customer has been silent.
import { z } from 'zod';
import { timestamp } from './ids';
import { formed, said, text } from './text-types';

const name = formed(/^[a-z0-9_]{1,512}$/, 'must be the name of a template');
const language = formed(/^[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8}){0,2}$/, 'must be a language code');

export const template = z
  .strictObject({
    name: name.describe('As the provider lists it.'),
    language: language.describe('Its language, such as en_US.'),
    parameters: z
      .array(text(1_024).min(1))
      .max(50)
      .optional()
      .describe('What the places of its body are filled with, in their order.'),
    header: text(2_000)
      .min(1)
      .optional()
      .describe(
        'What the place of its header is filled with: words, or the address of a picture, a video or a document.',
      ),
    buttons: z
      .array(text(2_000).min(1))
      .max(10)
      .optional()
      .describe('What the places of its buttons are filled with, in their order.'),
  })
  .describe('A template of the channel, instead of words of your own.');

export type Template = z.infer<typeof template>;

const places = z.array(said()).describe('Its places, in the order in which they are filled: 1, 2, or names.');
export const headerKinds = ['text', 'image', 'video', 'document', 'location', 'other'] as const;

/** As the provider lists it. */
export const channelTemplate = z.object({
  name: said().describe('What it is called.'),
  language: said().describe('Its language, such as en_US.'),
  category: said().optional().describe('What it is for, such as marketing, utility or authentication.'),
  state: said().describe(
    'Such as approved, pending, rejected, paused or disabled; only approved ones are sent.',
  ),
  header: z
    .object({
      kind: z.enum(headerKinds).describe('What stands there.'),
      text: said().optional().describe('Its words, with places as {{1}}.'),
      places,
    })
    .optional()
    .describe('What stands above the words. A picture, a video or a document is a place of its own.'),
  body: z
    .object({ text: said().describe('Its words, with places as {{1}}.'), places })
    .describe('The message itself.'),
  footer: said().optional().describe('What stands below the words.'),
  buttons: z
    .array(
      z.object({
        kind: said().describe('Such as quick_reply, url, phone_number or copy_code.'),
        text: said().describe('What it says.'),
        url: said().optional().describe('Where it leads to, with its place as {{1}}.'),
        places,
      }),
    )
    .describe('Its buttons, in their order.'),
  why: said().optional().describe('Why it cannot be sent, in plain words; absent when it can.'),
});

export const channelTemplates = z.object({
  items: z.array(channelTemplate).describe('All of them, by name.'),
  fetchedAt: timestamp.optional().describe('When they were last asked for; absent: never.'),
});

export type ChannelTemplate = z.infer<typeof channelTemplate>;
export type ChannelTemplates = z.infer<typeof channelTemplates>;

/** What is said of a message that has more than its template. */
export const templateAlone = {
  message: 'goes alone: no attachments, words or note beside it',
  path: ['template'],
};

export const isTemplateAlone = (said: {
  template?: unknown;
  text?: string | undefined;
  note?: boolean | undefined;
  attachmentIds?: readonly string[] | undefined;
}): boolean => said.template === undefined || !(said.attachmentIds?.length || said.text || said.note);
