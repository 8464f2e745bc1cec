import { In, LessThan, type EntityManager } from 'typeorm';
import { notFound } from '../../../../errors';
import type { Attachment, AttachmentStore, FileRef, Uploader } from '../../../../files/store';
import type { CrossTenant } from '../../cross-tenant';
import { Attachment as Row } from '../../entities';
import { isErased } from '../privacy/erasure-guard';
import type { WithOrganization } from '../../sql/paging';

const ref = 'id, organization_id AS "organizationId"';
const fields = `${ref}, file_name AS "fileName", media_type AS "mediaType", size, width, height`;

type Found = Omit<Attachment, 'pixels'> & { width: number | null; height: number | null };

/** What the customer $2 sent and was sent. */
const ofCustomer = `organization_id = $1 AND (customer_id = $2
  OR session_id IN (SELECT id FROM sessions WHERE organization_id = $1 AND customer_id = $2))`;

export function createAttachmentStore(
  withOrganization: WithOrganization,
  crossTenant: Pick<CrossTenant, 'taken' | 'removeUnattached'>,
): AttachmentStore {
  return {
    ...createUploads(withOrganization),
    ...createPlaces(withOrganization),
    ...createRemoval(withOrganization),
    taken: crossTenant.taken,
    removeUnattached: crossTenant.removeUnattached,
  };
}

function createUploads(withOrganization: WithOrganization): Pick<AttachmentStore, 'add' | 'take'> {
  return {
    add: ({ uploader, ...attachment }, most) =>
      withOrganization(attachment.organizationId, async (manager) => {
        if ((await waiting(manager, uploader)) >= most) return false;
        const customerId = uploader.customerId ?? null;
        if (customerId !== null && (await isErased(manager, [customerId]))) throw notFound('customer');
        await manager.insert(Row, { ...attachment, uploadedBy: uploader.id, customerId });
        return true;
      }),

    take: ({ organizationId, id: uploadedBy }, { ids, messageKey, sessionId }) =>
      withOrganization(organizationId, async (manager) => {
        const found: Found[] = await manager.query(
          `SELECT ${fields} FROM attachments WHERE organization_id = $1 AND id = ANY ($2) AND uploaded_by = $3
             AND (message_key IS NULL OR message_key = $4) ORDER BY id FOR UPDATE`,
          [organizationId, ids, uploadedBy, messageKey],
        );
        if (found.length !== ids.length) return undefined;
        await manager.query(
          `UPDATE attachments SET message_key = $3, session_id = coalesce($4, session_id), taken_at = now()
           WHERE organization_id = $1 AND id = ANY ($2)`,
          [organizationId, ids, messageKey, sessionId ?? null],
        );
        const byId = new Map(found.map((row) => [row.id, attachmentOf(row)]));
        return ids.map((id) => byId.get(id)!);
      }),
  };
}

/** Which files there are, and in which session. */
function createPlaces(
  withOrganization: WithOrganization,
): Pick<AttachmentStore, 'addPreview' | 'place' | 'settle' | 'get' | 'known'> {
  return {
    addPreview: ({ organizationId, id }, { width, height }) =>
      withOrganization(organizationId, async (manager) => {
        const { affected } = await manager.update(Row, { organizationId, id }, { width, height });
        return affected === 1;
      }),

    place: (organizationId, ids, sessionId) =>
      withOrganization(organizationId, async (manager) => {
        await manager.update(Row, { organizationId, id: In([...ids]) }, { sessionId });
      }),

    settle: ({ organizationId, id }, sessionId) =>
      withOrganization(organizationId, async (manager) => {
        await manager.update(Row, { organizationId, id }, { sessionId, takenAt: null });
      }),

    get: (organizationId, id) =>
      withOrganization(organizationId, async (manager) => {
        const row = await manager.findOneBy(Row, { organizationId, id });
        return row ? attachmentOf(row) : undefined;
      }),

    known: (organizationId, ids) =>
      withOrganization(organizationId, async (manager) => {
        const rows: Array<{ id: string }> = await manager.query(
          `SELECT id FROM attachments WHERE organization_id = $1 AND id::text = ANY ($2)
           UNION ALL SELECT picture_id FROM agents WHERE organization_id = $1 AND picture_id::text = ANY ($2)`,
          [organizationId, ids],
        );
        return new Set(rows.map(({ id }) => id));
      }),
  };
}

function createRemoval(
  withOrganization: WithOrganization,
): Pick<AttachmentStore, 'filesOf' | 'removeOf' | 'removeTaken' | 'inSessions' | 'forget'> {
  return {
    inSessions: (organizationId, sessionIds) =>
      withOrganization(organizationId, (manager) =>
        manager.query<FileRef[]>(
          `SELECT ${ref} FROM attachments WHERE organization_id = $1 AND session_id = ANY ($2::uuid[])`,
          [organizationId, sessionIds],
        ),
      ),

    forget: (organizationId, ids) =>
      withOrganization(organizationId, async (manager) => {
        await manager.delete(Row, { organizationId, id: In([...ids]) });
      }),

    filesOf: ({ organizationId, customerId }) =>
      withOrganization(organizationId, (manager) =>
        manager.query<FileRef[]>(`SELECT ${ref} FROM attachments WHERE ${ofCustomer}`, [
          organizationId,
          customerId,
        ]),
      ),

    removeOf: ({ organizationId, customerId }) =>
      withOrganization(organizationId, async (manager) => {
        const [rows] = (await manager.query(`DELETE FROM attachments WHERE ${ofCustomer} RETURNING ${ref}`, [
          organizationId,
          customerId,
        ])) as [FileRef[], number];
        return rows;
      }),

    removeTaken: ({ organizationId, id }, before) =>
      withOrganization(organizationId, async (manager) => {
        const { affected } = await manager.delete(Row, { organizationId, id, takenAt: LessThan(before) });
        return affected === 1;
      }),
  };
}

function attachmentOf({ id, organizationId, fileName, mediaType, size, width, height }: Found): Attachment {
  return {
    id,
    organizationId,
    fileName,
    mediaType,
    size,
    ...(width !== null && height !== null && { pixels: { width, height } }),
  };
}

function waiting(manager: EntityManager, { organizationId, id }: Uploader): Promise<number> {
  return manager
    .createQueryBuilder(Row, 'attachment')
    .where(
      'attachment.organizationId = :organizationId AND attachment.uploadedBy = :id AND attachment.messageKey IS NULL',
      { organizationId, id },
    )
    .getCount();
}
