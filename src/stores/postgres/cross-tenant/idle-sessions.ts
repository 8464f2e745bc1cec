import { aiSettings } from '../../../protocol/answers';
import type { IdleSessions } from '../../../sessions/store';
import { numberSetting } from '../sql/number-setting';
import { selectSessions, toState, type StoredSession } from '../rows/session-mapping';
import type { Query } from './query';

const defaults = aiSettings.parse({});

const setting = (key: 'askAfterSeconds' | 'closeAfterMinutes' | 'reopenWithinHours') =>
  numberSetting('s.organization_id', { category: 'ai', key, usual: defaults[key] });

/** With the AI, which had the last word. */
const answered = `s.status = 'active' AND s.awaiting_since IS NULL AND s.head_seq > 0`;

/** Somebody who has been quiet for so long is not asked any more, only closed. */
const askWithin = `interval '1 hour'`;

const toAsk = `${selectSessions} WHERE ${answered} AND NOT s.metadata ? 'askedIfHelped'
  AND ${setting('askAfterSeconds')} > 0
  AND s.last_message_at < now() - ${setting('askAfterSeconds')} * interval '1 second'
  AND s.last_message_at > now() - ${setting('askAfterSeconds')} * interval '1 second' - ${askWithin}
  AND (s.last_message_at, s.id) > ($2::timestamptz, $3::uuid)
  ORDER BY s.last_message_at, s.id LIMIT $1`;

const toClose = `SELECT s.*, now() + ${setting('reopenWithinHours')} * interval '1 hour' AS reopen_until FROM (
    ${selectSessions} WHERE ${answered} AND ${setting('closeAfterMinutes')} > 0
      AND s.last_message_at < now() - ${setting('closeAfterMinutes')} * interval '1 minute'
    ORDER BY s.last_message_at LIMIT $1
  ) AS s`;

const beforeAll = { lastMessageAt: '-infinity', id: '00000000-0000-0000-0000-000000000000' };

export function createIdleSessions(query: Query): IdleSessions {
  return {
    async toAsk(limit, { lastMessageAt, id } = beforeAll) {
      return (await query<StoredSession>('idle-to-ask', toAsk, [limit, lastMessageAt, id])).map(toState);
    },
    async toClose(limit) {
      const rows = await query<StoredSession & { reopen_until: Date }>('idle-to-close', toClose, [limit]);
      return rows.map((row) => ({ session: toState(row), reopenUntil: row.reopen_until }));
    },
  };
}
