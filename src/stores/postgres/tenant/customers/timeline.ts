// What happened with customers, of several tables, in one order.
import type { TimelinePlace, TimelineStore } from '../../../../customers/timeline';
import type { TimelineKind } from '../../../../protocol/timeline';
import type { WithOrganization } from '../../sql/paging';
import { kindTag } from '../search/search-vectors';
import { isKept } from '../sessions/session-lists';

type Told = Exclude<TimelineKind, 'change'> | 'customer_note';

/** $1 = the customers, $2 = the organization. Each is cut to milliseconds, as a cursor has them. */
const parts: Record<Told, string> = {
  session: `SELECT 'session' AS kind, 'session:' || s.id AS key, s.started_at AS at, s.customer_id,
      jsonb_build_object('sessionId', s.id) AS more
    FROM sessions s WHERE s.organization_id = $2 AND s.customer_id = ANY ($1::uuid[]) AND ${isKept}`,
  // The index knows where notes are; what they say is in the log.
  note: `SELECT 'note', 'note:' || m.session_id || ':' || lpad(m.seq::text, 10, '0'), m.at, s.customer_id,
      jsonb_build_object('sessionId', m.session_id, 'seq', m.seq)
    FROM sessions s JOIN message_search m ON m.session_id = s.id AND m.seq > 0
    WHERE s.organization_id = $2 AND s.customer_id = ANY ($1::uuid[]) AND m.tsv @@ '${kindTag('note')}'::tsquery`,
  customer_note: `SELECT 'customer_note', 'customer_note:' || n.id, n.created_at, n.customer_id, jsonb_build_object('note',
      jsonb_build_object('id', n.id, 'customerId', n.customer_id, 'text', n.text, 'mentions', n.mentions, 'author', n.author,
        'createdAt', n.created_at, 'updatedAt', n.updated_at))
    FROM customer_notes n WHERE n.organization_id = $2 AND n.customer_id = ANY ($1::uuid[])`,
  call: `SELECT 'call', 'call:' || c.id, c.at, c.customer_id, jsonb_build_object('call', jsonb_build_object('id', c.id,
      'customerId', c.customer_id, 'at', c.at, 'direction', c.direction, 'minutes', c.minutes, 'outcome', c.outcome,
      'author', c.author, 'createdAt', c.created_at, 'updatedAt', c.updated_at))
    FROM customer_calls c WHERE c.organization_id = $2 AND c.customer_id = ANY ($1::uuid[])`,
  follow_up: `SELECT 'follow_up', 'follow_up:' || f.id, f.created_at, s.customer_id, jsonb_build_object('sessionId', f.session_id,
      'reason', f.kind, 'state', f.state, 'by', f.decided_by)
    FROM follow_ups f JOIN sessions s ON s.id = f.session_id
    WHERE f.organization_id = $2 AND s.customer_id = ANY ($1::uuid[]) AND f.state IN ('open', 'sent', 'dismissed')`,
};

interface Row {
  kind: Told;
  key: string;
  at: Date;
  customerId: string;
  more: object;
}

export function createTimelineStore(withOrganization: WithOrganization): TimelineStore {
  return {
    places: (organizationId, { customerIds, kind, before, limit }) =>
      withOrganization(organizationId, async (manager) => {
        const wanted = Object.entries(parts).filter(([name]) => kind === undefined || kindOf(name) === kind);
        if (wanted.length === 0) return [];
        const values: unknown[] = [customerIds, organizationId, limit];
        const after = before
          ? `WHERE (at, key COLLATE "C") < (timestamptz 'epoch' + $4::bigint * interval '1 millisecond', $5::text)`
          : '';
        if (before) values.push(before.at, before.key);
        const rows = await manager.query<Row[]>(
          `SELECT kind, key, at, customer_id AS "customerId", more FROM (
             SELECT kind, key, date_trunc('milliseconds', at) AS at, customer_id, more
             FROM (${wanted.map(([, sql]) => sql).join(' UNION ALL ')}) AS entries (kind, key, at, customer_id, more)
           ) AS entries ${after} ORDER BY at DESC, key COLLATE "C" DESC LIMIT $3`,
          values,
        );
        return rows.map(toPlace);
      }),
  };
}

/** Notes are asked for together. */
const kindOf = (name: string) => (name === 'customer_note' ? 'note' : name);

const iso = (time: string) => new Date(time).toISOString();

function toPlace({ kind, key, at, customerId, more }: Row): TimelinePlace {
  const place = { kind, key, at: at.toISOString(), customerId, ...more } as TimelinePlace;
  if (place.kind === 'customer_note') {
    const { note } = place;
    return { ...place, note: { ...note, createdAt: iso(note.createdAt), updatedAt: iso(note.updatedAt) } };
  }
  if (place.kind !== 'call') return place;
  const { call } = place;
  return {
    ...place,
    call: { ...call, at: iso(call.at), createdAt: iso(call.createdAt), updatedAt: iso(call.updatedAt) },
  };
}
