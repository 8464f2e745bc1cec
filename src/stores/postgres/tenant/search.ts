import type { EntityManager } from 'typeorm';
import type { Hit, IndexedSession, SearchStore, Words } from '../../../search/store';
import type { CrossTenant } from '../cross-tenant';
import type { WithOrganization } from '../paging';
import { isErased } from './erasure-guard';

/** So many hits are ranked; words that more messages have are looked for in the newest. */
const rare = 5_000;
const newest = 200;
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
      withOrganization(organizationId, async (manager) => {
        for (const session of sessions) await write(manager, organizationId, session);
      }),

    find: (organizationId, words) =>
      withOrganization(organizationId, async (manager) => {
        const asked = query(organizationId, words);
        const all = await look(manager, 'search_rare', [asked, rare]);
        const hits = all.length < rare ? all : await look(manager, 'search_newest', [asked, newest]);
        return bestOfEach(hits);
      }),

    behind: crossTenant.behindSearch,
  };
}

/** An erasure that comes now waits, and removes this; after one, the session is known as indexed and holds no word. */
async function write(manager: EntityManager, organizationId: string, session: IndexedSession): Promise<void> {
  const { sessionId, upTo, at } = session;
  const erased = await isErased(manager, [sessionId]);
  const messages = erased ? [] : session.messages;
  const card = erased ? [] : session.card;
  await manager.query(
    `INSERT INTO message_search (organization_id, session_id, seq, tsv, at)
     SELECT $1, $2, * FROM unnest($3::int[], $4::text[]::tsvector[], $5::timestamptz[])
     ON CONFLICT (session_id, seq) DO NOTHING`,
    [
      organizationId,
      sessionId,
      messages.map(({ seq }) => seq),
      messages.map(({ words }) => vector(organizationId, words)),
      messages.map((message) => message.at),
    ],
  );
  await manager.query(
    `INSERT INTO message_search AS card (organization_id, session_id, seq, tsv, at, up_to)
     VALUES ($1, $2, 0, coalesce($3::tsvector, ''), $4, $5)
     ON CONFLICT (session_id, seq) DO UPDATE
       SET tsv = coalesce($3::tsvector, card.tsv), at = excluded.at, up_to = greatest(card.up_to, excluded.up_to)`,
    [organizationId, sessionId, card === undefined ? null : vector(organizationId, card), at, upTo],
  );
}

type Row = Hit & { rank: number; at: Date };

function look(manager: EntityManager, name: string, values: unknown[]): Promise<Row[]> {
  return manager.query(
    `SELECT session_id AS "sessionId", seq, rank, at FROM ${name}($1::tsquery, $2) ORDER BY rank DESC, at DESC`,
    values,
  );
}

function bestOfEach(rows: readonly Row[]): Hit[] {
  const best = new Map<string, Hit>();
  for (const { sessionId, seq } of rows) if (!best.has(sessionId)) best.set(sessionId, { sessionId, seq });
  return [...best.values()];
}

/** Each word with its places, and the organization as a word of its own: the index then finds no other's. */
function vector(organizationId: string, words: Words): string {
  const places = new Map<string, number[]>();
  for (const [index, word] of words.entries()) {
    const own = places.get(word) ?? [];
    if (own.length < placesOfAWord) own.push(Math.min(index + 1, lastPlace));
    places.set(word, own);
  }
  const lexemes = [...places].map(([word, at]) => `${quoted(word)}:${at.join(',')}`);
  return [quoted(own(organizationId)), ...lexemes].join(' ');
}

function query(organizationId: string, words: Words): string {
  return [quoted(own(organizationId)), ...words.map((word) => `${quoted(word)}:*`)].join(' & ');
}

const own = (organizationId: string): string => `@${organizationId}`;

function quoted(lexeme: string): string {
  return `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
