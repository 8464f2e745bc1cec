import type { Cursor, Leased, Mailboxes } from '../../../channels/email/imap/store';
import type { Query } from './query';

interface Row {
  channelId: string;
  begunAt: Date;
  askedAt: Date | null;
  place: string | null;
  uidValidity: string | null;
  lastUid: string | null;
  since: Date | null;
  completeAt: Date | null;
}

export function createMailboxes(query: Query): Mailboxes {
  return {
    async lease(channels, reader, leaseMs) {
      if (channels.length === 0) return [];
      const rows = await query<Row>(
        'mailboxes-lease',
        `INSERT INTO mailboxes AS m (channel_id, organization_id, reader, leased_until)
         SELECT c.id, c.organization_id, $3, now() + $4 * interval '1 millisecond'
         FROM unnest($1::uuid[], $2::uuid[]) AS wanted (id, organization_id) JOIN channels c USING (id, organization_id)
         ORDER BY c.id
         ON CONFLICT (channel_id) DO UPDATE SET reader = excluded.reader, leased_until = excluded.leased_until
           WHERE m.reader = excluded.reader OR m.reader IS NULL OR m.leased_until < now()
         RETURNING channel_id AS "channelId", begun_at AS "begunAt", asked_at AS "askedAt", place, uid_validity AS "uidValidity",
           last_uid AS "lastUid", since, complete_at AS "completeAt"`,
        [
          channels.map(({ channelId }) => channelId),
          channels.map(({ organizationId }) => organizationId),
          reader,
          leaseMs,
        ],
      );
      return rows.map(toLeased);
    },
    async advance(channelId, reader, { place, uidValidity, lastUid, since, completeAt }) {
      const rows = await query(
        'mailboxes-advance',
        `UPDATE mailboxes SET place = $3, uid_validity = $4, last_uid = $5, since = $6, complete_at = $7
         WHERE channel_id = $1 AND reader = $2 AND leased_until > now() RETURNING 1`,
        [channelId, reader, place, uidValidity, lastUid, since ?? null, completeAt ?? null],
      );
      return rows.length > 0;
    },
    async release(channelIds, reader) {
      await query(
        'mailboxes-release',
        'UPDATE mailboxes SET reader = NULL, leased_until = NULL WHERE channel_id = ANY ($1) AND reader = $2',
        [channelIds, reader],
      );
    },
    async ask(channelId) {
      await query('mailboxes-ask', 'UPDATE mailboxes SET asked_at = now() WHERE channel_id = $1', [
        channelId,
      ]);
    },
  };
}

function toLeased({ channelId, begunAt, askedAt, ...row }: Row): Leased {
  const cursor = toCursor(row);
  return {
    channelId,
    begunAt: begunAt.toISOString(),
    ...(cursor && { cursor }),
    ...(askedAt && { askedAt: askedAt.toISOString() }),
  };
}

function toCursor(row: Omit<Row, 'channelId' | 'begunAt' | 'askedAt'>): Cursor | undefined {
  const { place, uidValidity, lastUid, since, completeAt } = row;
  if (place === null || uidValidity === null || lastUid === null) return undefined;
  return {
    place,
    uidValidity,
    lastUid: Number(lastUid),
    ...(since && { since: since.toISOString() }),
    ...(completeAt && { completeAt: completeAt.toISOString() }),
  };
}
