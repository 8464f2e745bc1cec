import type { EntityManager } from 'typeorm';
import type { Hit, IndexedSession, SearchStore, Where, Words } from '../../../../search/store';
import { plainArray, textArray } from '../../sql/arrays';
import type { CrossTenant } from '../../cross-tenant';
import type { WithOrganization } from '../../sql/paging';
import { isErased } from '../privacy/erasure-guard';
import { lookInFiles } from './file-texts';
import { inTime, type Looked, type Row } from './search-rows';
import { ofKind, ofSender, own, tagQuery, vector, wordQuery } from './search-vectors';

/** Of the newest rows so many are looked at first: where so many of them have the words, the index would find too many. */
const probed = 500;
const common = 20;
/** So many hits of rare words are ranked. */
const rare = 1_000;
/** Of common words the hits among so many of the newest rows, and of those so many. */
const newest = 3_000;
const ranked = 500;
/** A word that only old messages have often: the index is given up, in milliseconds. */
const longest = 2_000;

export function createSearchStore(
  withOrganization: WithOrganization,
  crossTenant: Pick<CrossTenant, 'behindSearch'>,
): SearchStore {
  return {
    indexedUpTo: (organizationId, sessionIds) =>
      withOrganization(organizationId, async (manager) => {
        const rows: Array<{ id: string; upTo: number }> = await manager.query(
          `SELECT session_id AS id, up_to AS "upTo" FROM message_search WHERE session_id = ANY ($1) AND seq = 0`,
          [sessionIds],
        );
        return new Map(rows.map(({ id, upTo }) => [id, upTo]));
      }),

    write: (organizationId, sessions) =>
      withOrganization(organizationId, (manager) => write(manager, organizationId, sessions)),

    async find(organizationId, words) {
      const { hits, newestOnly } = await findRows(withOrganization, organizationId, { words });
      return { hits: bestOfEach(hits), newestOnly };
    },

    findRows: (organizationId, words, where) => findRows(withOrganization, organizationId, { words, where }),

    behind: crossTenant.behindSearch,
  };
}

interface Asked {
  words: Words;
  where?: Where;
}

/** The best first. Of a message whose own words fit its files are not named. */
function findRows(
  withOrganization: WithOrganization,
  organizationId: string,
  { words, where = {} }: Asked,
): Promise<{ hits: Row[]; newestOnly: boolean }> {
  return withOrganization(organizationId, async (manager) => {
    const asked = { words: wordQuery(words), tags: tagQuery(organizationId, where), ...where };
    const own = await findMessages(manager, organizationId, asked);
    const files = await lookInFiles(manager, asked);
    const rows = new Map(
      [...files.hits.toReversed(), ...own.hits].map((row) => [`${row.sessionId} ${row.seq}`, row]),
    );
    const hits = [...rows.values()].sort((a, b) => b.rank - a.rank || b.at.getTime() - a.at.getTime());
    return { hits, newestOnly: own.newestOnly || files.newestOnly };
  });
}

async function findMessages(
  manager: EntityManager,
  organizationId: string,
  asked: Looked,
): Promise<{ hits: Row[]; newestOnly: boolean }> {
  const probe = await lookAtNewest(manager, asked, { most: common, among: probed });
  const all = probe.length < common ? await lookInIndex(manager, asked) : undefined;
  if (all && all.length < rare) return { hits: all, newestOnly: false };
  const recent = await lookAtNewest(manager, asked, { most: ranked, among: newest });
  const isWhole = recent.length < ranked && !(await hasMoreThan(manager, organizationId, asked));
  return { hits: [...(all ?? []), ...recent], newestOnly: !isWhole };
}

/** An erasure that comes now waits, and removes this; after one, the session is known as indexed and holds no word. */
async function write(
  manager: EntityManager,
  organizationId: string,
  sessions: readonly IndexedSession[],
): Promise<void> {
  const ids = sessions.map(({ sessionId }) => sessionId);
  const erased = (await isErased(manager, ids)) ? await erasedOf(manager, ids) : new Set<string>();
  await insert(
    manager,
    organizationId,
    sessions
      .map((session) => (erased.has(session.sessionId) ? { ...session, messages: [], card: [] } : session))
      .sort((a, b) => (a.sessionId < b.sessionId ? -1 : 1)),
  );
}

async function erasedOf(manager: EntityManager, sessionIds: readonly string[]): Promise<Set<string>> {
  const rows: Array<{ id: string }> = await manager.query(
    `SELECT s.id FROM sessions s JOIN customers c ON c.id = s.customer_id
     WHERE s.id = ANY ($1) AND (c.erased_at IS NOT NULL OR s.metadata ? 'erased')`,
    [sessionIds],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Messages in their order, then cards in theirs: two nodes that write the same rows lock them in the same order. */
async function insert(
  manager: EntityManager,
  organizationId: string,
  sessions: readonly IndexedSession[],
): Promise<void> {
  const messages = sessions.flatMap(({ sessionId, messages }) =>
    messages.toSorted((a, b) => a.seq - b.seq).map((message) => ({ sessionId, ...message })),
  );
  if (messages.length > 0)
    await manager.query(
      `INSERT INTO message_search (organization_id, session_id, seq, tsv, at)
       SELECT $1, * FROM unnest($2::uuid[], $3::int[], $4::text[]::tsvector[], $5::timestamptz[])
       ON CONFLICT (session_id, seq) DO UPDATE SET tsv = excluded.tsv, at = excluded.at`,
      [
        organizationId,
        plainArray(messages.map(({ sessionId }) => sessionId)),
        plainArray(messages.map(({ seq }) => seq)),
        textArray(
          messages.map(({ words, kinds, sender }) =>
            vector(words, [own(organizationId), ...kinds.map(ofKind), ofSender(sender)]),
          ),
        ),
        plainArray(messages.map(({ at }) => at)),
      ],
    );
  // Every card names the organization: an empty one leaves what is there.
  await manager.query(
    `INSERT INTO message_search AS card (organization_id, session_id, seq, tsv, at, up_to)
     SELECT $1, session_id, 0, tsv, at, up_to
     FROM unnest($2::uuid[], $3::text[]::tsvector[], $4::timestamptz[], $5::int[]) AS r (session_id, tsv, at, up_to)
     ON CONFLICT (session_id, seq) DO UPDATE
       SET tsv = CASE WHEN excluded.tsv = '' THEN card.tsv ELSE excluded.tsv END, at = excluded.at,
         up_to = greatest(card.up_to, excluded.up_to)`,
    [
      organizationId,
      plainArray(sessions.map(({ sessionId }) => sessionId)),
      textArray(
        sessions.map(({ card }) =>
          card === undefined ? '' : vector(card, [own(organizationId), ofKind('conversation')]),
        ),
      ),
      plainArray(sessions.map(({ at }) => at)),
      plainArray(sessions.map(({ upTo }) => upTo)),
    ],
  );
}

const columns = `session_id AS "sessionId", seq, rank, at`;

async function lookAtNewest(
  manager: EntityManager,
  { words, tags, since, before }: Looked,
  { most, among }: { most: number; among: number },
): Promise<Row[]> {
  const rows: Row[] = await manager.query(
    `SELECT ${columns} FROM search_newest($1::tsquery, $2::tsquery, $3::int, $4::int, $5::timestamptz, $6::timestamptz)
     ORDER BY rank DESC, at DESC`,
    [words, tags, most, among, since, before],
  );
  return rows;
}

/** Undefined where that took too long. */
const lookInIndex = (
  manager: EntityManager,
  { words, tags, since, before }: Looked,
): Promise<Row[] | undefined> =>
  inTime(manager, longest, () =>
    manager.query(
      `SELECT ${columns} FROM search_rare($1::tsquery, $2::tsquery, $3::int, $4::timestamptz, $5::timestamptz)
       ORDER BY rank DESC, at DESC`,
      [words, tags, rare, since, before],
    ),
  );

/** More rows than were looked at. */
async function hasMoreThan(
  manager: EntityManager,
  organizationId: string,
  { since, before }: Where,
): Promise<boolean> {
  const more: unknown[] = await manager.query(
    `SELECT 1 FROM message_search WHERE organization_id = $1 AND at >= coalesce($3::timestamptz, '-infinity')
       AND at < coalesce($4::timestamptz, 'infinity') ORDER BY at DESC OFFSET $2 LIMIT 1`,
    [organizationId, newest, since, before],
  );
  return more.length > 0;
}

function bestOfEach(rows: readonly Row[]): Hit[] {
  const best = new Map<string, Hit>();
  for (const { sessionId, seq, fileId } of rows)
    if (!best.has(sessionId))
      best.set(sessionId, { sessionId, seq, ...(fileId !== undefined && { fileId }) });
  return [...best.values()];
}
