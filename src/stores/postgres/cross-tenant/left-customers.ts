import type { LeftCustomers } from '../../../channels/email/mail-unread';
import { mailSettings } from '../../../protocol/mail-settings';
import { numberSetting } from '../sql/number-setting';
import { selectSessions, toState, type StoredSession } from '../rows/session-mapping';
import type { Query } from './query';

/** Minutes. */
const quiet = numberSetting('s.organization_id', {
  category: 'mail',
  key: 'answerAfterMinutes',
  usual: mailSettings.parse({}).answerAfterMinutes,
});
/** What is older was not sent when it was new: nobody waits for it any more. */
const atMost = `interval '2 days'`;

/** Of the customer `c`. */
export const leftAddress = `coalesce((SELECT i.value FROM customer_identities i WHERE i.customer_id = c.id AND i.kind = 'email'
  ORDER BY i.proved_by = 'none', i.created_at DESC LIMIT 1), nullif(c.email, ''))`;
/** Which one sends to customers of other channels, in the organization of `s`. */
export const mailChannel = `(SELECT ch.id FROM channels ch WHERE ch.organization_id = s.organization_id AND ch.type = 'email' AND ch.is_active
  ORDER BY ch.created_at, ch.id LIMIT 1)`;

const toMail = `SELECT * FROM (
    ${selectSessions.replace(' FROM sessions', `, ${leftAddress} AS address, ${mailChannel} AS mail_channel_id FROM sessions`)}
    WHERE s.channel_type = ANY ($1) AND s.customer_received > s.customer_read
      AND s.last_message_at > now() - ${atMost} AND ${quiet} > 0
      AND s.last_message_at < now() - ${quiet} * interval '1 minute'
      AND (s.last_message ->> 'seq')::int > coalesce((s.metadata ->> 'mailedUpTo')::int, 0)
      AND (s.last_message_at, s.id) > ($3::timestamptz, $4::uuid)
  ) AS waiting WHERE address IS NOT NULL AND mail_channel_id IS NOT NULL ORDER BY last_message_at, id LIMIT $2`;

const beforeAll = { lastMessageAt: '-infinity', id: '00000000-0000-0000-0000-000000000000' };

export function createLeftCustomers(query: Query): LeftCustomers {
  return {
    async toMail(channelTypes, limit, { lastMessageAt, id } = beforeAll) {
      const rows = await query<StoredSession & { address: string; mail_channel_id: string }>(
        'to-mail',
        toMail,
        [channelTypes, limit, lastMessageAt, id],
      );
      return rows.map(({ address: to, mail_channel_id: channelId, ...row }) => ({
        session: toState(row),
        address: to.toLowerCase(),
        channelId,
      }));
    },
  };
}
