// The customers' HTTP twin: the same as namespace /customer, for clients without sockets.
import { z } from 'zod';
import { listOf, pageQuery } from './lists';
import { id, largestSeq } from './model/ids';
import { session } from './model/session';
import { said } from './model/text-types';
import { customerReady } from './server-events';
import { customerEvents, customerHandshake } from './sockets';

/** `POST /api/v1/widget/sessions`. */
export const openWidget = customerHandshake;
export const openedWidget = customerReady;

/** Query of `GET /api/v1/widget/messages`: what `session:sync` asks, as text. */
export const listWidgetMessages = z.strictObject({
  after: z.coerce
    .number()
    .int()
    .min(0)
    .max(largestSeq)
    .default(0)
    .describe('The last number that the client has.'),
  sessionId: id.optional().describe("Which of the visitor's own conversations; without it, the current one."),
});

/** Query of `GET /api/v1/widget/sessions`. */
export const listWidgetSessions = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20).describe('How many at most.'),
  cursor: pageQuery.cursor,
});
/** The visitor's conversations on this channel, newest first; one of another `customerId` is from before the sign-in. */
export const widgetSessions = listOf(session);

export const widgetMessages = customerEvents['session:sync'].reply;

/** Body of `POST /api/v1/widget/messages`. */
export const sendWidgetMessage = customerEvents['message:send'].payload;
export const sentWidgetMessage = customerEvents['message:send'].reply;

/** Query of `POST /api/v1/attachments`. */
export const uploadQuery = z.strictObject({
  sessionId: id
    .optional()
    .describe(
      'Where it is to be sent: what the channel there does not take is refused at once, with its limit.',
    ),
});

/** Answer of `POST /api/v1/widget/attachments`: send the id along as one of `attachmentIds`. */
export const uploadedAttachment = z.object({
  id,
  fileName: said().describe('Its name, as it will be shown.'),
  mediaType: said().describe('What it is, by its bytes.'),
  size: z.int().describe('Bytes.'),
});
