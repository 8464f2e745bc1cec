import { z } from 'zod';
import { mask } from '../../protocol/channels';
import { line, text, webAddress } from '../../protocol/model/text-types';
import { widgetSettings } from '../../protocol/widget-settings';
import { secretField } from '../../tools/secret-fields';

export const webSettings = z.strictObject({
  greeting: text(500).optional().describe('What the widget says first.'),
  suggestedQuestions: z.array(line(200)).max(5).optional().describe('Questions to click on.'),
  ...widgetSettings,
  identitySecret: secretField(text(1_000).min(16).or(z.literal(mask)))
    .optional()
    .describe("Signs the `identity` JWTs of the organization's own backend; at least 16 characters."),
  allowedOrigins: z
    .array(webAddress.transform((address) => new URL(address).origin))
    .min(1)
    .max(50)
    .optional()
    .describe('Origins of the pages that may frame the widget, such as https://shop.example; unset: any.'),
});
