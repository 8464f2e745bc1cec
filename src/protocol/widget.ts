// The customers' HTTP twin: the same as namespace /customer, for clients without sockets.
import { z } from 'zod';
import { session } from './model/session';
import { customerEvents, customerHandshake, customerReady } from './sockets';

/** `POST /api/v1/widget/sessions`. */
export const openWidget = customerHandshake;
export const openedWidget = customerReady;

/** Query of `GET /api/v1/widget/messages`: what `session:sync` asks, as text. */
export const listWidgetMessages = z.strictObject({
  after: z.coerce.number().int().nonnegative().max(2_147_483_647).default(0),
  sessionId: z.uuid().optional(),
});

/** Query of `GET /api/v1/widget/sessions`. */
export const listWidgetSessions = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(500).optional(),
});
/** The visitor's conversations on this channel, newest first; one of another `customerId` is from before the sign-in. */
export const widgetSessions = z.object({ items: z.array(session), nextCursor: z.string().nullable() });

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
