// The customers' HTTP twin: the same as namespace /customer, for clients without sockets.
import { z } from 'zod';
import { customerEvents, customerHandshake, customerReady } from './sockets';

/** `POST /api/v1/widget/sessions`. */
export const openWidget = customerHandshake;
export const openedWidget = customerReady;

/** Query of `GET /api/v1/widget/messages`: what `session:sync` asks, as text. */
export const listWidgetMessages = z.strictObject({
  after: z.coerce.number().int().nonnegative().max(2_147_483_647).default(0),
  sessionId: z.uuid().optional(),
});
export const widgetMessages = customerEvents['session:sync'].reply;

/** Body of `POST /api/v1/widget/messages`. */
export const sendWidgetMessage = customerEvents['message:send'].payload;
export const sentWidgetMessage = customerEvents['message:send'].reply;

/** Answer of `POST /api/v1/widget/attachments`: send the id along as one of `attachmentIds`. */
export const uploadedAttachment = z.object({
  id: z.uuid(),
  fileName: z.string(),
  mediaType: z.string(),
  size: z.int(),
});
