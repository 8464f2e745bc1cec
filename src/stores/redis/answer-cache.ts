import type Redis from 'ioredis';
import type { AnswerCacheStore } from '../../responder/answer-cache/store';
import { available } from './open';

/** What is kept runs out by itself; a server with `maxmemory-policy volatile-lru` may drop it sooner. */
export function createRedisAnswerCache(client: Redis): AnswerCacheStore {
  const named = (key: string) => `answer:${key}`;
  return {
    kind: 'redis',
    get: async (key) => (await available(client.get(named(key)))) ?? undefined,
    async set(key, value, keepMs) {
      await available(client.set(named(key), value, 'PX', keepMs));
    },
  };
}
