// The door by which mails come in that no webhook brings: stored before anybody is told that we have them.
import { createHash } from 'node:crypto';
import type { InboundEvents } from '../store';

export type Route = 'imap' | 'smtp';

/** Says by which route a stored mail came. */
export const routeHeader = 'x-parley-route';

export interface MailChannel {
  organizationId: string;
  channelId: string;
}

/** Durable when it resolves; the same bytes are stored once. */
export type AcceptMail = (channel: MailChannel, route: Route, mails: readonly Buffer[]) => Promise<void>;

export function createAcceptMail({
  events,
  wake,
}: {
  events: Pick<InboundEvents, 'add'>;
  wake(channel: MailChannel): void;
}): AcceptMail {
  return async ({ organizationId, channelId }, route, mails) => {
    if (mails.length === 0) return;
    await events.add(
      mails.map((body) => ({
        organizationId,
        channelId,
        providerId: createHash('sha256').update(body).digest('base64url'),
        headers: { 'content-type': 'message/rfc822', [routeHeader]: route },
        body,
      })),
    );
    wake({ organizationId, channelId });
  };
}
