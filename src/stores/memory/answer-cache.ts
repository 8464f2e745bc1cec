import { LRUCache } from 'lru-cache';
import type { AnswerCacheStore } from '../../responder/answer-cache/store';

const mostBytes = 16 * 1024 * 1024;
/** Of an entry, beside its letters. */
const bytesPerEntry = 300;

export function createMemoryAnswerCache(maxSize = mostBytes): AnswerCacheStore {
  const entries = new LRUCache<string, string>({
    maxSize,
    sizeCalculation: (value, key) => 2 * (key.length + value.length) + bytesPerEntry,
  });
  return {
    kind: 'memory',
    get: (key) => Promise.resolve(entries.get(key)),
    async set(key, value, ttl) {
      entries.set(key, value, { ttl });
    },
    bytes: () => entries.calculatedSize,
  };
}
