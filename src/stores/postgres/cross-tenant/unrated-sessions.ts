import type { UnratedSessions } from '../../../channels/email/rating-mails';
import { selectSessions, toState, type StoredSession } from '../rows/session-mapping';
import { leftAddress, mailChannel } from './left-customers';
import type { Query } from './query';

/** What was closed longer ago than this past its time was not asked then: the setting is new, or nothing ran. */
const atMost = `interval '1 day'`;
const since = `(w.value #>> '{}')::float * interval '1 minute'`;
const byMail = `w.key = 'rateAfterMinutes'`;

const toAsk = `SELECT * FROM (
    ${selectSessions.replace(
      ' FROM sessions',
      `, CASE WHEN ${byMail} THEN s.metadata #>> '{mail,last,replyTo}' ELSE ${leftAddress} END AS address,
       CASE WHEN ${byMail} THEN (SELECT ch.id FROM channels ch WHERE ch.id = s.channel_id AND ch.is_active)
         ELSE ${mailChannel} END AS mail_channel_id FROM sessions`,
    )}
    JOIN settings w ON w.organization_id = s.organization_id AND w.category = 'mail'
      AND s.channel_type = CASE WHEN ${byMail} THEN 'email' WHEN w.key = 'rateWebAfterMinutes' THEN 'web' END
      AND jsonb_typeof(w.value) = 'number' AND (w.value #>> '{}')::float > 0
    WHERE s.status = 'closed' AND s.merged_into IS NULL
      AND s.ended_at < now() - ${since} AND s.ended_at > now() - ${since} - ${atMost}
      AND NOT s.metadata ?| ARRAY['rating', 'noRating', 'erased', 'senderNotVerified', 'needsPerson']
      AND coalesce((s.metadata ->> 'ratingAskedAt')::timestamptz, '-infinity') < s.ended_at
      AND (s.ended_at, s.id) > ($2::timestamptz, $3::uuid)
  ) AS unrated WHERE address IS NOT NULL AND mail_channel_id IS NOT NULL ORDER BY ended_at, id LIMIT $1`;

const beforeAll = { endedAt: '-infinity', id: '00000000-0000-0000-0000-000000000000' };

export function createUnratedSessions(query: Query): UnratedSessions {
  return async (limit, { endedAt, id } = beforeAll) => {
    const rows = await query<StoredSession & { address: string; mail_channel_id: string }>(
      'unrated-sessions',
      toAsk,
      [limit, endedAt, id],
    );
    return rows.map(({ address, mail_channel_id: channelId, ...row }) => ({
      session: toState(row),
      address: address.toLowerCase(),
      channelId,
    }));
  };
}
