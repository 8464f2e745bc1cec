// Copies of conversations by mail: whose address is whose, how many, and by which mailbox.
import { createSendLetter } from '../../channels/outbound/send-letter';
import type { TranscriptDeps } from '../../channels/web/mail-transcript';
import { rememberBriefly } from '../../tools/remember-briefly';
import { inboxOf } from '../../channels/email/inbox-of';
import { networkOf } from '../../tools/network-address';
import { createMailChannelOf } from './mail-channel';
import type { Parts } from '../parts';

const rememberedMs = 10_000;

export function buildTranscripts(
  parts: Pick<Parts, 'tables' | 'customers' | 'stores' | 'channelList' | 'log'>,
): TranscriptDeps {
  const { tables, customers, stores, channelList: channels, log } = parts;
  const { rateLimits } = stores.realtime;
  const mailChannelOf = createMailChannelOf(parts);
  const recent = rememberBriefly<boolean>({ milliseconds: rememberedMs, cap: 1_000 });
  const warn = (error: unknown) => log.warn({ err: error }, 'could not mail a copy of a conversation');
  const sendLetter = createSendLetter({ channels, mailChannelOf, tried: () => undefined, onError: warn });
  return {
    isPossible: (organizationId) =>
      recent
        .get(organizationId, async () => {
          const mailbox = await mailChannelOf(organizationId);
          return mailbox?.config['smtp'] !== undefined;
        })
        .catch((error: unknown) => {
          warn(error);
          return false;
        }),
    async addressesOf({ organizationId, customer: { id } }) {
      const { customer, identities } = await customers.withIdentities(organizationId, id);
      const proved = identities.filter(({ kind, provedBy }) => kind === 'email' && provedBy !== 'none');
      return [
        ...proved.map(({ value }) => ({ email: value, isProved: true })),
        ...(customer.email ? [{ email: customer.email, isProved: false }] : []),
      ];
    },
    leaveEmail: ({ organizationId, customer }, email) =>
      customers.leaveContact(organizationId, customer.id, { email }),
    channelName: async ({ organizationId, channelId }) =>
      (await tables.channels.get(organizationId, channelId))?.name ?? '',
    async count({ organizationId, customerId, sessionId, email, isProved, address }) {
      await rateLimits.take('transcript_network', networkOf(address).id);
      await rateLimits.take('transcript', `session:${sessionId}`);
      await rateLimits.take('transcript', `customer:${customerId}`);
      await rateLimits.take('transcript', `to:${inboxOf(email)}`);
      // Whoever types addresses uses up nothing of those whose address is proved.
      await rateLimits.take(isProved ? 'transcript_organization' : 'transcript_typed', organizationId);
    },
    async send(letter) {
      const trouble = await sendLetter({ ...letter, isSigned: true });
      // What may have gone out is not to be asked for again.
      return trouble?.isUncertain ? undefined : trouble?.why;
    },
  };
}
