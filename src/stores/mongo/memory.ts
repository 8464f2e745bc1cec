import type { MemoryStore } from '../../customers/memory';
import { cleanText } from '../storable';
import { fromStored, toStored } from './free-form';
import { isDuplicate, type Mongo } from './open';

export function createMongoMemoryStore({ models: { memory } }: Pick<Mongo, 'models'>): MemoryStore {
  return {
    async remember({ organizationId, customerId, type, key, value, importance, expiresAt }, now) {
      const where = { organizationId, customerId, type, key: cleanText(key) };
      const change = {
        $set: {
          value: toStored(value),
          importance,
          lastAccessed: now,
          ...(expiresAt && { expiresAt: new Date(expiresAt) }),
        },
        ...(!expiresAt && { $unset: { expiresAt: '' as const } }),
        $setOnInsert: { createdAt: now },
      };
      const write = () => memory.updateOne(where, change, { upsert: true });
      // Two that insert at once: the second finds what the first wrote.
      await write().catch((error: unknown) =>
        isDuplicate(error) ? write() : Promise.reject(error as Error),
      );
    },

    async recall({ organizationId, customerId }, now, limit) {
      const alive = { $or: [{ expiresAt: { $exists: false } }, { expiresAt: { $gt: now } }] };
      const found = await memory
        .find({ organizationId, customerId, ...alive })
        .sort({ importance: -1, createdAt: -1, key: 1, type: 1 })
        .limit(limit)
        .lean();
      const ids = found.map(({ _id }) => _id);
      if (ids.length > 0)
        await memory.updateMany({ _id: { $in: ids }, organizationId }, { $set: { lastAccessed: now } });
      return found.map(({ type, key, value, importance, createdAt, expiresAt }) => ({
        organizationId,
        customerId,
        type,
        key,
        value: fromStored(value),
        importance,
        lastAccessed: now.toISOString(),
        createdAt: createdAt.toISOString(),
        ...(expiresAt && { expiresAt: expiresAt.toISOString() }),
      }));
    },

    async forget({ organizationId, customerId }, key) {
      const which = { organizationId, customerId, ...(key !== undefined && { key: cleanText(key) }) };
      return (await memory.deleteMany(which)).deletedCount;
    },

    async expire(now) {
      return (await memory.deleteMany({ expiresAt: { $lte: now } })).deletedCount;
    },
  };
}
