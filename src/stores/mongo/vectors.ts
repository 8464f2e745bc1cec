// Vectors of a source, replaced without a transaction: the new ones first, under a higher revision, then away with the rest.
import { randomUUID } from 'node:crypto';
import type { Vector, VectorSource, VectorStore } from '../../knowledge/vectors';
import { Types } from 'mongoose';
import { cleanText } from '../storable';
import { fromStored, toStored } from './free-form';
import type { Mongo } from './open';
import type { VectorDocument } from './schemas';

export function createMongoVectorStore({ models }: Pick<Mongo, 'models'>): VectorStore {
  const { vectorEmbeddings } = models;

  /** Of several replacements at once the highest (revision, batch) stays, whoever comes last to tidy up. */
  async function keepNewest(source: VectorSource): Promise<void> {
    const newest = await vectorEmbeddings.findOne(source).sort({ revision: -1, batch: -1 }).lean();
    if (!newest) return;
    const { revision, batch } = newest;
    const older = [{ revision: { $lt: revision } }, { revision, batch: { $lt: batch } }];
    await vectorEmbeddings.deleteMany({ ...source, $or: older });
  }

  async function remove(source: VectorSource): Promise<number> {
    return (await vectorEmbeddings.deleteMany(keyOf(source))).deletedCount;
  }

  return {
    remove,

    async keepModel({ organizationId, sourceType }, model) {
      const others = { organizationId, sourceType, 'metadata.model': { $ne: model } };
      return (await vectorEmbeddings.deleteMany(others)).deletedCount;
    },

    async replace(given, vectors) {
      const source = keyOf(given);
      if (vectors.length === 0) return void (await remove(source));
      const last = await vectorEmbeddings.findOne(source, { revision: 1 }).sort({ revision: -1 }).lean();
      const common = {
        ...source,
        revision: (last?.revision ?? 0) + 1,
        batch: randomUUID(),
        createdAt: new Date(),
      };
      const documents = vectors.map(({ text, embedding, metadata }) => ({
        ...common,
        ...toStored({ text, metadata }),
        embedding: Array.from(embedding),
      }));
      await vectorEmbeddings.insertMany(documents, { lean: true });
      await keepNewest(source);
    },

    ...createReads(vectorEmbeddings),
  };
}

function createReads(
  vectorEmbeddings: Mongo['models']['vectorEmbeddings'],
): Pick<VectorStore, 'read' | 'newest'> {
  return {
    async read({ organizationId, sourceType }, sourceIds) {
      const sources = { organizationId, sourceType, sourceId: { $in: sourceIds.map(cleanText) } };
      return (await vectorEmbeddings.find(sources).lean()).map(toVector);
    },

    async newest({ organizationId, sourceType }, { limit, since, cursor }) {
      const from = since !== undefined && { createdAt: { $gte: new Date(since) } };
      const found = await vectorEmbeddings
        .find({ organizationId, sourceType, ...from, ...(cursor !== undefined && before(cursor)) })
        .sort({ createdAt: -1, _id: -1 })
        .limit(limit)
        .lean();
      const last = found.length === limit ? found.at(-1) : undefined;
      return {
        items: found.map(toVector),
        ...(last && { cursor: `${last.createdAt.toISOString()} ${String(last._id)}` }),
      };
    },
  };
}

/** What comes after a place, which is `createdAt` and the document's own id. */
function before(cursor: string) {
  const [at = '', id] = cursor.split(' ', 2);
  const createdAt = new Date(at);
  return { $or: [{ createdAt: { $lt: createdAt } }, { createdAt, _id: { $lt: new Types.ObjectId(id) } }] };
}

function toVector({
  organizationId,
  sourceType,
  sourceId,
  text,
  embedding,
  metadata,
  createdAt,
}: VectorDocument): Vector {
  return {
    organizationId,
    sourceType,
    sourceId,
    text,
    embedding: Float32Array.from(embedding),
    metadata: fromStored(metadata),
    createdAt: createdAt.toISOString(),
  };
}

function keyOf({ organizationId, sourceType, sourceId }: VectorSource): VectorSource {
  return { organizationId, sourceType, sourceId: cleanText(sourceId) };
}
