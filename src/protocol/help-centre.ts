// The public help centre: its settings, and what the widget reads of it.
import { z } from 'zod';
import { formed, line, said, text } from './model/text-types';

/** First parts of addresses below /help/ that are no organization. */
const reserved = ['articles', 'categories', 'search'];

export const helpSlug = formed(
  /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
  'must be small letters, digits and dashes',
).refine((slug) => !reserved.includes(slug), `must not be one of: ${reserved.join(', ')}`);

/** Settings of category 'helpCentre'. */
export const helpCentreSettings = z.strictObject({
  enabled: z.boolean().default(true),
  /** Unset: the organization's name. */
  title: line(100).optional(),
  /** The organization's colour; text on it is made readable. */
  accent: formed(/^#[0-9a-fA-F]{6}$/, 'must be a colour like #1f5c4a').optional(),
  /** Whether the chat can be opened there. */
  chat: z.boolean().default(true),
});

/** Query of `GET /api/v1/widget/help`. */
export const widgetHelpQuery = z.strictObject({
  channelKey: text(200).min(1).describe('The web channel whose organization is asked.'),
  q: text(200).optional().describe('What is looked for; absent: what there is, by category.'),
});

export const widgetHelpArticleQuery = widgetHelpQuery.pick({ channelKey: true });

/** Answer of `GET /api/v1/widget/help`. */
export const widgetHelp = z.object({
  items: z
    .array(
      z.object({
        id: said().describe('The article.'),
        title: said().describe('What it is about.'),
        excerpt: said().optional().describe('The passage that was found.'),
      }),
    )
    .describe('By category, or the best first.'),
});

/** Answer of `GET /api/v1/widget/help/:id`. */
export const widgetHelpArticle = z.object({
  id: said().describe('The article.'),
  title: said().describe('What it is about.'),
  content: said().describe('Markdown.'),
  language: said().optional().describe('ISO 639-1.'),
  url: said().describe(
    'Its page in the help centre, from the root of this server where no public address is known.',
  ),
});

export type HelpCentreSettings = z.infer<typeof helpCentreSettings>;
export type WidgetHelp = z.infer<typeof widgetHelp>;
export type WidgetHelpArticle = z.infer<typeof widgetHelpArticle>;
