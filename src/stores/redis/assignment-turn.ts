// One node at a time assigns sessions of an organization, so that two do not both take an agent's last free place.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type Redis from 'ioredis';
import type { InTurn } from '../../sessions/store';

/** After this a node that died is waited for no longer; a turn takes milliseconds. */
const leaseMs = 2_000;
/** KEYS[1]; ARGV: whose turn it was. Another may have it by now. */
const giveBack = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0`;

/** Without an answer of Redis it goes on alone: one session too many for an agent is better than a customer with nobody. */
export function createRedisInTurn(client: Redis): InTurn {
  return async (organizationId, work) => {
    const key = `organization:${organizationId}:assigning`;
    const mine = randomUUID();
    const deadline = Date.now() + leaseMs;
    const take = () => client.set(key, mine, 'PX', leaseMs, 'NX').catch(() => 'OK');
    while ((await take()) !== 'OK' && Date.now() < deadline) await sleep(5 + Math.random() * 15);
    try {
      return await work();
    } finally {
      client.eval(giveBack, 1, key, mine).catch(() => undefined);
    }
  };
}
