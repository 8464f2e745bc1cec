// Notes about customers by their words, on a real PostgreSQL: of one organization alone, as they are now, and those of a program of before, too.
import { randomUUID } from 'node:crypto';
import type { Sender } from '../../src/protocol/model/message';
import type { FoundKind } from '../../src/protocol/search';
import type { SearchedNoteStore } from '../../src/search/note-store';
import { wordNotes } from '../../src/search/word-notes';
import type { CustomerNoteStore } from '../../src/customers/notes';
import { createCustomerNoteStore } from '../../src/stores/postgres/tenant/customers/customer-notes';
import { createSearchedNoteStore } from '../../src/stores/postgres/tenant/search/searched-notes';
import { openMigratedPostgres, type MigratedPostgres } from './migrated-postgres';

let opened: MigratedPostgres;
let store: SearchedNoteStore;
let notes: CustomerNoteStore;
const author = { kind: 'user', id: randomUUID(), name: 'Ada' } as const;
const words = (text: string) => text.toLowerCase().split(' ');

beforeAll(async () => {
  opened = await openMigratedPostgres({ poolSize: 4 });
  store = createSearchedNoteStore(opened.postgres.withOrganization);
  notes = createCustomerNoteStore(opened.postgres.withOrganization);
});
afterAll(() => opened?.close());

/** Of an organization of its own. */
async function person() {
  const [organizationId, customerId] = [randomUUID(), randomUUID()];
  await opened.owner.query(`INSERT INTO organizations (id, name) VALUES ($1, 'One')`, [organizationId]);
  await opened.owner.query(
    `INSERT INTO customers (id, organization_id, first_name) VALUES ($1, $2, 'Nina')`,
    [customerId, organizationId],
  );
  const write = async (text: string) => {
    const written = { text, words: words(text), mentions: [], author };
    return (await notes.add(organizationId, customerId, written)).note.id;
  };
  const found = async (
    text: string,
    where: { kinds?: FoundKind[]; senders?: Sender[]; since?: string } = {},
  ) => (await store.find(organizationId, words(text), where)).hits.map(({ noteId }) => noteId);
  return { organizationId, customerId, write, found };
}

/** As a node of before writes: it knows no words. */
const writtenBefore = async (
  { organizationId, customerId }: { organizationId: string; customerId: string },
  text: string,
  count = 1,
) => {
  await opened.owner.query(
    `INSERT INTO customer_notes (organization_id, customer_id, text, author)
     SELECT $1, $2, $3, $4 FROM generate_series(1, $5)`,
    [organizationId, customerId, text, JSON.stringify(author), count],
  );
};

test('A note is found by the beginnings of its words, by its own organization and nobody else', async () => {
  const [ours, theirs] = [await person(), await person()];
  const id = await ours.write('Allergic to walnuts');
  await theirs.write('Loves walnuts');
  expect(await ours.found('walnut')).toEqual([id]);
  expect(await ours.found('walnut aller')).toEqual([id]);
  expect(await ours.found('walnut loves')).toEqual([]);
  expect(await ours.found('walnut', { kinds: ['note', 'customer_note'], senders: ['agent'] })).toEqual([id]);
  expect(await ours.found('walnut', { kinds: ['note'] })).toEqual([]);
  expect(await ours.found('walnut', { senders: ['customer', 'ai'] })).toEqual([]);
  expect(await ours.found('walnut', { since: '9000-01-01T00:00:00Z' })).toEqual([]);
  const shown = {
    id,
    customerId: ours.customerId,
    customerName: 'Nina',
    author,
    text: 'Allergic to walnuts',
  };
  expect(await store.shown(ours.organizationId, [id])).toEqual([shown]);
  expect(await store.shown(theirs.organizationId, [id])).toEqual([]);
});

test('A changed note is found by its new words and no longer by the old ones, whoever changed it', async () => {
  const { organizationId, customerId, write, found } = await person();
  const noteId = await write('Prefers mornings');
  const change = { text: 'Prefers evenings', words: words('Prefers evenings'), by: 'Ada' };
  await notes.update(organizationId, { customerId, noteId }, change);
  expect([await found('morning'), await found('evening')]).toEqual([[], [noteId]]);
  await opened.owner.query(
    `UPDATE customer_notes SET text = 'Prefers nights', updated_at = now() WHERE id = $1`,
    [noteId],
  );
  expect([await found('evening'), await found('night')]).toEqual([[], []]);
  expect(await wordNotes({ store, words }, organizationId)).toBe(false);
  expect([await found('evening'), await found('night')]).toEqual([[], [noteId]]);
  await notes.remove(organizationId, { customerId, noteId });
  expect(await found('night')).toEqual([]);
});

test('Notes of before get their words in steps, those of one organization at a time', async () => {
  const [ours, theirs] = [await person(), await person()];
  await writtenBefore(ours, 'Rides a tandem', 150);
  await writtenBefore(theirs, 'Rides a tandem');
  expect(await ours.found('tandem')).toEqual([]);
  expect(await wordNotes({ store, words }, ours.organizationId)).toBe(true);
  expect(await ours.found('tandem')).toHaveLength(100);
  expect(await wordNotes({ store, words }, ours.organizationId)).toBe(false);
  expect(await ours.found('tandem')).toHaveLength(150);
  expect(await theirs.found('tandem')).toEqual([]);
  expect(await store.unworded(ours.organizationId, 10)).toEqual([]);
});

test('A note that is changed while it is worded does not get the words of before', async () => {
  const { organizationId, customerId, found } = await person();
  await writtenBefore({ organizationId, customerId }, 'Wears a bowler');
  const [read] = await store.unworded(organizationId, 10);
  const change = { text: 'Wears a fez', words: words('Wears a fez'), by: 'Ada' };
  await notes.update(organizationId, { customerId, noteId: read!.id }, change);
  await store.word(organizationId, [{ ...read!, words: words(read!.text) }]);
  expect([await found('bowler'), await found('fez')]).toEqual([[], [read!.id]]);
});

test('So many have the words that only the newest are ranked: it says so', async () => {
  const ours = await person();
  await writtenBefore(ours, 'Owns a barge', 210);
  while (await wordNotes({ store, words }, ours.organizationId));
  const { hits, newestOnly } = await store.find(ours.organizationId, ['barge'], {});
  expect([hits.length, newestOnly]).toEqual([200, true]);
});
