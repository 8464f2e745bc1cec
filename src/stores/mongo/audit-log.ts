import { z } from 'zod';
import type { AuditFilter, AuditLog } from '../../audit/store';
import { readCursor, writeCursor } from '../cursor';
import { storable } from '../storable';
import { fromStored, toStored } from './free-form';
import type { Mongo } from './open';

const place = z.tuple([z.iso.datetime(), z.uuid()]);

export function createMongoAuditLog({ models: { auditLogs } }: Pick<Mongo, 'models'>): AuditLog {
  return {
    async record({ timestamp, ...entry }) {
      await auditLogs.insertMany([{ ...toStored(entry), timestamp: new Date(timestamp) }], { lean: true });
    },

    async list(organizationId, filter, { limit, cursor }) {
      const found = await auditLogs
        .find({ organizationId, ...conditionsOf(filter), ...before(cursor) }, { _id: 0 })
        .sort({ timestamp: -1, id: -1 })
        .limit(limit + 1)
        .lean();
      const last = found.length > limit ? found[limit - 1] : undefined;
      return {
        items: found.slice(0, limit).map(({ timestamp, details, ...entry }) => ({
          ...entry,
          ...(details && { details: fromStored(details) }),
          timestamp: timestamp.toISOString(),
        })),
        nextCursor: last ? writeCursor([last.timestamp.toISOString(), last.id]) : null,
      };
    },

    async expire(organizationId, before) {
      const { deletedCount } = await auditLogs.deleteMany({ organizationId, timestamp: { $lt: before } });
      return deletedCount;
    },

    countBefore: (organizationId, before) =>
      auditLogs.countDocuments({ organizationId, timestamp: { $lt: before } }),
  };
}

function conditionsOf({ from, to, userId, action, resource, resourceId }: AuditFilter) {
  const named = Object.entries({ userId, action, resource, resourceId });
  return {
    ...storable(Object.fromEntries(named.filter(([, value]) => value !== undefined))),
    ...((from || to) && { timestamp: { ...(from && { $gte: from }), ...(to && { $lt: to }) } }),
  };
}

function before(cursor: string | undefined) {
  if (cursor === undefined) return {};
  const [time, id] = readCursor(place, cursor);
  const timestamp = new Date(time);
  return { $or: [{ timestamp: { $lt: timestamp } }, { timestamp, id: { $lt: id } }] };
}
