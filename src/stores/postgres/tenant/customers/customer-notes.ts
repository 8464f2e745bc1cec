import type { EntityManager } from 'typeorm';
import type { CustomerNoteStore, WrittenNote } from '../../../../customers/notes';
import { DomainError, notFound } from '../../../../errors';
import { mostCustomerNotes, type CustomerNote } from '../../../../protocol/customer-notes';
import { say } from '../../../../protocol/server-texts/said';
import { inOrder, pageOfIds, type WithOrganization } from '../../sql/paging';
import { customerName } from '../../rows/session-mapping';
import { holdCustomer } from '../privacy/erasure-guard';
import { callInNote } from '../automations/mentions';
import { noteVector } from '../search/searched-notes';

const columns = `id, customer_id AS "customerId", text, mentions, author, created_at AS "createdAt", updated_at AS "updatedAt"`;

type Row = Omit<CustomerNote, 'createdAt' | 'updatedAt'> & { createdAt: Date; updatedAt: Date };

const toNote = ({ createdAt, updatedAt, ...row }: Row): CustomerNote => ({
  ...row,
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
});

export function createCustomerNoteStore(withOrganization: WithOrganization): CustomerNoteStore {
  return { ...reading(withOrganization), ...writing(withOrganization) };
}

function reading(withOrganization: WithOrganization): Pick<CustomerNoteStore, 'list' | 'get'> {
  return {
    list: (organizationId, customerIds, page) =>
      withOrganization(organizationId, async (manager) => {
        const where = 'customer_id = ANY ($2::uuid[])';
        const asked = { table: 'customer_notes', organizationId, where, parameters: [customerIds] };
        const { ids, nextCursor } = await pageOfIds(manager, asked, page);
        const rows = await manager.query<Row[]>(
          `SELECT ${columns} FROM customer_notes WHERE organization_id = $1 AND id = ANY ($2::uuid[])`,
          [organizationId, ids],
        );
        return { items: inOrder(ids, rows).map(toNote), nextCursor };
      }),

    get: (organizationId, { customerId, noteId }) =>
      withOrganization(organizationId, async (manager) => {
        const [row] = await manager.query<Row[]>(
          `SELECT ${columns} FROM customer_notes WHERE organization_id = $1 AND customer_id = $2 AND id = $3`,
          [organizationId, customerId, noteId],
        );
        return row && toNote(row);
      }),
  };
}

function writing(withOrganization: WithOrganization): Pick<CustomerNoteStore, 'add' | 'update' | 'remove'> {
  return {
    add: (organizationId, customerId, { text, words, mentions, author }) =>
      withOrganization(organizationId, async (manager) => {
        await hold(manager, organizationId, customerId);
        const [row] = await manager.query<Row[]>(
          `INSERT INTO customer_notes (organization_id, customer_id, text, author, mentions, tsv, worded_at)
           SELECT $1::uuid, $2::uuid, $3::text, $4::jsonb, $5::jsonb, $6::text::tsvector, now()
           WHERE (SELECT count(*) FROM customer_notes WHERE customer_id = $2) < ${mostCustomerNotes}
           RETURNING ${columns}`,
          [
            ...[organizationId, customerId, text, JSON.stringify(author), JSON.stringify(mentions)],
            noteVector(organizationId, words),
          ],
        );
        if (!row) throw new DomainError('capacity', say('notes_full', { count: mostCustomerNotes }));
        return written(manager, organizationId, { row, byName: author.name });
      }),

    update: (organizationId, { customerId, noteId }, { text, words, mentions, by }) =>
      withOrganization(organizationId, async (manager) => {
        await hold(manager, organizationId, customerId);
        const [[row]] = await manager.query<[Row[], number]>(
          `UPDATE customer_notes SET text = $4, mentions = coalesce($5::jsonb, mentions),
             tsv = $6::text::tsvector, updated_at = now(), worded_at = now()
           WHERE organization_id = $1 AND customer_id = $2 AND id = $3 RETURNING ${columns}`,
          [
            ...[organizationId, customerId, noteId, text, mentions && JSON.stringify(mentions)],
            noteVector(organizationId, words),
          ],
        );
        return row && written(manager, organizationId, { row, byName: by });
      }),

    remove: (organizationId, { customerId, noteId }) =>
      withOrganization(organizationId, async (manager) => {
        const [, count] = await manager.query<[unknown, number]>(
          'DELETE FROM customer_notes WHERE organization_id = $1 AND customer_id = $2 AND id = $3',
          [organizationId, customerId, noteId],
        );
        return count === 1;
      }),
  };
}

async function written(
  manager: EntityManager,
  organizationId: string,
  { row, byName }: { row: Row; byName: string },
): Promise<WrittenNote> {
  const { id: noteId, customerId, mentions } = row;
  const agentIds = mentions.map(({ agentId }) => agentId);
  const called = await callInNote(manager, organizationId, { noteId, byName, agentIds });
  const [customer] = await manager.query<Array<{ name: string | null }>>(
    `SELECT ${customerName} AS name FROM customers c WHERE c.organization_id = $1 AND c.id = $2`,
    [organizationId, customerId],
  );
  const name = customer?.name ?? undefined;
  return { note: toNote(row), called, ...(name !== undefined && { customerName: name }) };
}

async function hold(manager: EntityManager, organizationId: string, customerId: string): Promise<void> {
  if (!(await holdCustomer(manager, organizationId, customerId))) throw notFound('customer');
}
