import type { EntityManager } from 'typeorm';
import type { FoundKind } from '../../../protocol/search';
import type { Hit, IndexedSession, SearchStore, Where, Words } from '../../../search/store';
import type { CrossTenant } from '../cross-tenant';
import type { WithOrganization } from '../paging';
import { isErased } from './erasure-guard';

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
/** PostgreSQL keeps places up to here (Limits of full text search). */
const lastPlace = 16_383;
const placesOfAWord = 200;

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

/** The best first. */
function findRows(
  withOrganization: WithOrganization,
  organizationId: string,
  { words, where = {} }: Asked,
): Promise<{ hits: Row[]; newestOnly: boolean }> {
  return withOrganization(organizationId, async (manager) => {
    const asked = { words: wordQuery(words), tags: tagQuery(organizationId, where), ...where };
    const probe = await lookAtNewest(manager, asked, { most: common, among: probed });
    const all = probe.length < common ? await lookInIndex(manager, asked) : undefined;
    if (all && all.length < rare) return { hits: all, newestOnly: false };
    const recent = await lookAtNewest(manager, asked, { most: ranked, among: newest });
    const isWhole = recent.length < ranked && !(await hasMoreThan(manager, organizationId, where));
    const rows = new Map([...(all ?? []), ...recent].map((row) => [`${row.sessionId} ${row.seq}`, row]));
    const hits = [...rows.values()].sort((a, b) => b.rank - a.rank || b.at.getTime() - a.at.getTime());
    return { hits, newestOnly: !isWhole };
  });
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
        messages.map(({ sessionId }) => sessionId),
        messages.map(({ seq }) => seq),
        messages.map(({ words, kinds, sender }) =>
          vector(words, [own(organizationId), ...kinds.map(ofKind), ofSender(sender)]),
        ),
        messages.map(({ at }) => at),
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
      sessions.map(({ sessionId }) => sessionId),
      sessions.map(({ card }) =>
        card === undefined ? '' : vector(card, [own(organizationId), ofKind('conversation')]),
      ),
      sessions.map(({ at }) => at),
      sessions.map(({ upTo }) => upTo),
    ],
  );
}

type Row = Hit & { rank: number; at: Date };

interface Looked extends Where {
  words: string;
  tags: string;
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
async function lookInIndex(
  manager: EntityManager,
  { words, tags, since, before }: Looked,
): Promise<Row[] | undefined> {
  await manager.query(`SAVEPOINT index; SET LOCAL statement_timeout = ${longest}`);
  try {
    const rows: Row[] = await manager.query(
      `SELECT ${columns} FROM search_rare($1::tsquery, $2::tsquery, $3::int, $4::timestamptz, $5::timestamptz)
       ORDER BY rank DESC, at DESC`,
      [words, tags, rare, since, before],
    );
    await manager.query('RELEASE SAVEPOINT index; SET LOCAL statement_timeout = DEFAULT');
    return rows;
  } catch (error) {
    if ((error as { code?: unknown }).code !== '57014') throw error;
    await manager.query('ROLLBACK TO SAVEPOINT index');
    return undefined;
  }
}

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
  for (const { sessionId, seq } of rows) if (!best.has(sessionId)) best.set(sessionId, { sessionId, seq });
  return [...best.values()];
}

/** Each word with its places, and tags as words of their own: by the organization the index then finds no other's. */
function vector(words: Words, tags: readonly string[]): string {
  const places = new Map<string, number[]>();
  for (const [index, word] of words.entries())
    for (const spelling of [word].flat()) {
      const own = places.get(spelling) ?? [];
      if (own.length < placesOfAWord) own.push(Math.min(index + 1, lastPlace));
      places.set(spelling, own);
    }
  const lexemes = [...places].map(([word, at]) => `${quoted(word)}:${at.join(',')}`);
  return [spelledTag, ...tags.map(quoted), ...lexemes].join(' ');
}

/** What a match is ranked by. Tags have no place in the text: with them every rank were 0. */
const wordQuery = (words: Words): string =>
  words
    .map(
      (word) =>
        `(${[word]
          .flat()
          .map((one) => `${quoted(one)}:*`)
          .join(' | ')})`,
    )
    .join(' & ');

function tagQuery(organizationId: string, { kinds, senders }: Where): string {
  const oneOf = (tags: readonly string[]) => `(${tags.map(quoted).join(' | ')})`;
  return [
    quoted(own(organizationId)),
    ...(kinds ? [oneOf(kinds.map(ofKind))] : []),
    ...(senders ? [oneOf(senders.map(ofSender))] : []),
  ].join(' & ');
}

// No word that somebody wrote begins with this sign.
/** Its words are there in all their spellings: what a program of before wrote has it not, and is indexed again. */
const spelledTag = `'@spelled'`;
const own = (organizationId: string): string => `@${organizationId}`;
const ofKind = (kind: string): string => `@kind:${kind}`;
/** What has it is of this kind, as a tsquery. Of fixed words only. */
export const kindTag = (kind: FoundKind): string => quoted(ofKind(kind)).replaceAll("'", "''");
const ofSender = (sender: string): string => `@by:${sender}`;

function quoted(lexeme: string): string {
  return `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
