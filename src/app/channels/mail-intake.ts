// How mail comes in besides by webhook: mailboxes that are read, and a mail server of our own.
import { createAcceptMail } from '../../channels/email/accept-mail';
import { ConsentNeeded } from '../../channels/email/oauth/provider';
import { createMailboxReaders, type ReadersTiming } from '../../channels/email/imap/readers';
import { createCheckSender, type CheckSenderDeps } from '../../channels/email/smtp-receiver/check-sender';
import { createSmtpReceiver } from '../../channels/email/smtp-receiver/receiver';
import { createResolveSafeHost } from '../../tools/safe-address';
import { rememberBriefly } from '../../tools/remember-briefly';
import { secretOf } from '../base';
import type { ChannelTraffic } from './channel-traffic';
import { authservIdOf } from './mail';
import { buildMailTokens } from './mail-account';
import type { Parts } from '../parts';

export interface MailIntakeTiming {
  readers?: Partial<ReadersTiming>;
  /** DNS, for tests. */
  resolve?: CheckSenderDeps['resolve'];
}

/** A channel that is added, changed or switched off is seen after so long. */
const rememberedMs = 2_000;

export async function buildMailIntake(parts: Parts, traffic: ChannelTraffic, timing: MailIntakeTiming = {}) {
  const { config, lookups, stores, log } = parts;
  const accept = createAcceptMail({ events: traffic.watchedInbound, wake: traffic.wakeInbox });
  const tokens = buildMailTokens(parts);
  const readers = createMailboxReaders({
    channels: () => lookups.activeChannelsOf('email'),
    mailboxes: traffic.mailboxes,
    accept,
    resolveHost: createResolveSafeHost({ allow: config.fetchAllow }),
    accessToken: tokens.accessToken,
    tokenRefused: tokens.refused,
    tokenTrouble: (error) =>
      error instanceof ConsentNeeded ? { state: 'reconnect_needed', error: error.message } : undefined,
    note: stores.postgres.crossTenant.noteMailbox,
    ...(timing.readers && { timing: timing.readers }),
    log,
  });
  const receiver = await buildReceiver(parts, accept, timing);
  let smtpPort: number | undefined;
  return {
    readers,
    /** Where mail comes in; undefined when nobody listens. */
    smtpPort: () => smtpPort,
    /** A node of role 'web' reads no mailbox, one of role 'worker' takes no mail. */
    async start(): Promise<void> {
      if (config.role !== 'web') readers.start();
      if (config.role === 'worker' || !config.smtpInbound) return;
      smtpPort = await receiver!.listen({ port: config.smtpInbound.port, host: config.host });
    },
    async stop(): Promise<void> {
      await Promise.all([readers.stop(), receiver?.close()]);
    },
  };
}

async function buildReceiver(
  { config, lookups, stores, log }: Parts,
  accept: ReturnType<typeof createAcceptMail>,
  { resolve }: MailIntakeTiming,
) {
  if (!config.smtpInbound) return undefined;
  const { tls } = config.smtpInbound;
  const known = rememberBriefly<Awaited<ReturnType<typeof lookups.activeChannelsOf>>>({
    milliseconds: rememberedMs,
    cap: 1,
  });
  const authservId = authservIdOf(await secretOf(stores, 'mail_secret'));
  return createSmtpReceiver({
    channels: () => known.get('email', () => lookups.activeChannelsOf('email')),
    accept,
    checkSender: createCheckSender({ authservId, ...(resolve && { resolve }) }),
    name: config.publicUrl ? new URL(config.publicUrl).hostname : 'parley',
    ...(tls && { tls }),
    log,
  });
}
