// How mail comes in besides by webhook.
import { createAcceptMail } from '../channels/email/accept-mail';
import { createMailboxReaders, type ReadersTiming } from '../channels/email/imap/readers';
import { createResolveSafeHost } from '../tools/safe-address';
import type { ChannelTraffic } from './channel-traffic';
import type { Parts } from './parts';

export type MailIntake = ReturnType<typeof buildMailIntake>;

export interface MailIntakeTiming {
  readers?: Partial<ReadersTiming>;
}

export function buildMailIntake(parts: Parts, traffic: ChannelTraffic, timing: MailIntakeTiming = {}) {
  const { config, lookups, stores, log } = parts;
  const accept = createAcceptMail({ events: traffic.watchedInbound, wake: traffic.wakeInbox });
  const readers = createMailboxReaders({
    channels: () => lookups.activeChannelsOf('email'),
    mailboxes: traffic.mailboxes,
    accept,
    resolveHost: createResolveSafeHost({ allow: config.fetchAllow }),
    accessToken: () => Promise.resolve(undefined),
    note: (channelId, mailbox) => stores.postgres.crossTenant.noteMailbox(channelId, mailbox),
    ...(timing.readers && { timing: timing.readers }),
    log,
  });
  return {
    readers,
    /** A node of role 'web' reads no mailbox. */
    start(): void {
      if (config.role !== 'web') readers.start();
    },
    stop: () => readers.stop(),
  };
}
