import type { CustomerRef, MemoryEntry, MemoryStore } from '../../customers/memory/memory-store';
import { cleanText } from '../storable';
import { fromStored, toStored } from './free-form';
import { isDuplicate, type Mongo } from './open';

function written(
  {
    organizationId,
    customerId,
    type,
    key,
    value,
    importance,
    expiresAt,
  }: Parameters<MemoryStore['remember']>[0],
  now: Date,
) {
  return {
    where: { organizationId, customerId, type, key: cleanText(key) },
    change: {
      $set: {
        value: toStored(value),
        importance,
        lastAccessed: now,
        ...(expiresAt && { expiresAt: new Date(expiresAt) }),
      },
      ...(!expiresAt && { $unset: { expiresAt: '' as const } }),
    },
  };
}

export function createMongoMemoryStore({ models: { memory } }: Pick<Mongo, 'models'>): MemoryStore {
  const find = ({ organizationId, customerId }: CustomerRef, now: Date, limit: number) =>
    memory
      .find({
        organizationId,
        customerId,
        $or: [{ expiresAt: { $exists: false } }, { expiresAt: { $gt: now } }],
      })
      .sort({ importance: -1, createdAt: -1, key: 1, type: 1 })
      .limit(limit)
      .lean();
  type Found = Awaited<ReturnType<typeof find>>[number];

  function toEntry({ organizationId, customerId }: CustomerRef, found: Found): MemoryEntry {
    const { type, key, value, importance, lastAccessed, createdAt, expiresAt } = found;
    return {
      ...{ organizationId, customerId, type, key },
      value: fromStored(value),
      importance,
      lastAccessed: lastAccessed.toISOString(),
      createdAt: createdAt.toISOString(),
      ...(expiresAt && { expiresAt: expiresAt.toISOString() }),
    };
  }

  return {
    ...createWrites(memory),

    async recall(customer, now, limit) {
      const found = await find(customer, now, limit);
      const ids = found.map(({ _id }) => _id);
      const { organizationId } = customer;
      if (ids.length > 0)
        await memory.updateMany({ _id: { $in: ids }, organizationId }, { $set: { lastAccessed: now } });
      return found.map((one) => toEntry(customer, { ...one, lastAccessed: now }));
    },

    read: async (customer, now, limit) =>
      (await find(customer, now, limit)).map((one) => toEntry(customer, one)),

    async forget({ organizationId, customerId }, key) {
      const which = { organizationId, customerId, ...(key !== undefined && { key: cleanText(key) }) };
      return (await memory.deleteMany(which)).deletedCount;
    },

    async expire(now) {
      return (await memory.deleteMany({ expiresAt: { $lte: now } })).deletedCount;
    },
  };
}

function createWrites(memory: Mongo['models']['memory']): Pick<MemoryStore, 'remember' | 'replace'> {
  return {
    async remember(entry, now) {
      const { where, change } = written(entry, now);
      const upserted = { ...change, $setOnInsert: { createdAt: now } };
      const write = () => memory.updateOne(where, upserted, { upsert: true });
      // Two that insert at once: the second finds what the first wrote.
      await write().catch((error: unknown) =>
        isDuplicate(error) ? write() : Promise.reject(error as Error),
      );
    },

    async replace(entry, now) {
      const { where, change } = written(entry, now);
      return (await memory.updateOne(where, change)).matchedCount > 0;
    },
  };
}
