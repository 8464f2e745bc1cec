import type { NoteHit, SearchedNoteStore, ShownNote, UnwordedNote } from '../../../../search/note-store';
import type { Words } from '../../../../search/store';
import type { WithOrganization } from '../../sql/paging';
import { customerName } from '../../rows/session-mapping';
import { inTime } from './search-rows';
import { ofKind, ofSender, own, tagQuery, vector, wordQuery } from './search-vectors';

/** So many of the newest that have the words are ranked. */
const ranked = 200;
/** An index that has too much to say costs its hits, not the search. */
const longest = 1_000;

/** The team wrote it. */
export const noteVector = (organizationId: string, words: Words): string =>
  vector(words, [own(organizationId), ofKind('customer_note'), ofSender('agent')]);

export function createSearchedNoteStore(withOrganization: WithOrganization): SearchedNoteStore {
  return {
    ...finding(withOrganization),

    unworded: (organizationId, limit) =>
      withOrganization(organizationId, (manager) =>
        manager.query<UnwordedNote[]>(
          `SELECT id, text, updated_at::text AS version FROM customer_notes
           WHERE organization_id = $1 AND worded_at IS DISTINCT FROM updated_at ORDER BY id LIMIT $2`,
          [organizationId, limit],
        ),
      ),

    word: (organizationId, notes) =>
      withOrganization(organizationId, async (manager) => {
        await manager.query(
          `UPDATE customer_notes n SET tsv = w.tsv::tsvector, worded_at = n.updated_at
           FROM unnest($2::uuid[], $3::text[], $4::text[]) AS w (id, version, tsv)
           WHERE n.organization_id = $1 AND n.id = w.id AND n.updated_at = w.version::timestamptz`,
          [
            organizationId,
            notes.map(({ id }) => id),
            notes.map(({ version }) => version),
            notes.map(({ words }) => noteVector(organizationId, words)),
          ],
        );
      }),
  };
}

function finding(withOrganization: WithOrganization): Pick<SearchedNoteStore, 'find' | 'shown'> {
  return {
    find: (organizationId, words, where) =>
      withOrganization(organizationId, async (manager) => {
        const hits = await inTime(manager, longest, () =>
          manager.query<NoteHit[]>(
            `SELECT id AS "noteId", rank, at
             FROM search_customer_notes($1::tsquery, $2::tsquery, $3::int, $4::timestamptz, $5::timestamptz)
             ORDER BY rank DESC, at DESC`,
            [wordQuery(words), tagQuery(organizationId, where), ranked, where.since, where.before],
          ),
        );
        return { hits: hits ?? [], newestOnly: hits === undefined || hits.length === ranked };
      }),

    shown: (organizationId, ids) =>
      withOrganization(organizationId, async (manager) => {
        const rows = await manager.query<Array<ShownNote & { customerName: string | null }>>(
          `SELECT n.id, n.customer_id AS "customerId", ${customerName} AS "customerName", n.author, n.text
           FROM customer_notes n JOIN customers c ON c.id = n.customer_id
           WHERE n.organization_id = $1 AND c.organization_id = $1 AND n.id = ANY ($2::uuid[])`,
          [organizationId, ids],
        );
        return rows.map(({ customerName, ...note }) => ({
          ...note,
          ...(customerName !== null && { customerName }),
        }));
      }),
  };
}
