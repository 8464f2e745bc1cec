import type Redis from 'ioredis';
import type { AgentStatus, AgentStatuses, ConnectionInfo, Connections } from '../../routing/store';
import { peopleOf } from '../people-of';
import { available, runAll } from './open';

const statusKey = (agentId: string) => `agent:${agentId}:status`;
const signKey = (agentId: string) => `agent:${agentId}:sign`;
const infoKey = (connectionId: string) => `websocket:${connectionId}:info`;
/** Which connections to look at for an agent or a customer; the info keys are what counts. */
const indexKey = (kind: ConnectionInfo['kind'], personId: string) => `${kind}:${personId}:connections`;

export function createRedisAgentStatuses(
  client: Redis,
  { ttlMs, signMs }: { ttlMs: number; signMs: number },
): AgentStatuses {
  return {
    async get(agentIds) {
      const found = new Map<string, AgentStatus>();
      if (agentIds.length === 0) return found;
      const values = await available(client.mget(agentIds.map(statusKey)));
      agentIds.forEach((id, i) => {
        const value = values[i];
        if (value) found.set(id, JSON.parse(value) as AgentStatus);
      });
      return found;
    },
    async set(agentId, status) {
      await available(client.set(statusKey(agentId), JSON.stringify(status), 'PX', ttlMs));
    },
    async touch(agentIds) {
      if (agentIds.length === 0) return [];
      const pipeline = client.pipeline();
      for (const id of agentIds) pipeline.pexpire(statusKey(id), ttlMs);
      const renewed = await runAll(pipeline);
      return agentIds.filter((_, i) => renewed[i] !== 1);
    },
    async remove(agentId) {
      await available(client.del(statusKey(agentId)));
    },
    // Two at once may keep the earlier: it is told again within a minute.
    async keepSign(agentId, at) {
      const known = Number(await available(client.get(signKey(agentId))));
      if (at > known) await available(client.set(signKey(agentId), at, 'PX', signMs));
    },
    async lastSigns(agentIds) {
      if (agentIds.length === 0) return new Map();
      const values = await available(client.mget(agentIds.map(signKey)));
      return new Map(agentIds.flatMap((id, i) => (values[i] ? [[id, Number(values[i])] as const] : [])));
    },
  };
}

export function createRedisConnections(client: Redis, { ttlMs }: { ttlMs: number }): Connections {
  return {
    async keep(connections) {
      if (connections.length === 0) return;
      const pipeline = client.pipeline();
      for (const { id, info } of connections) {
        pipeline.set(infoKey(id), JSON.stringify(info), 'PX', ttlMs);
        for (const person of peopleOf(info))
          pipeline.sadd(indexKey(info.kind, person), id).pexpire(indexKey(info.kind, person), ttlMs);
      }
      await runAll(pipeline);
    },
    async remove(connectionIds) {
      if (connectionIds.length > 0) await available(client.del(connectionIds.map(infoKey)));
    },
    async connected(ids, kind = 'agent') {
      if (ids.length === 0) return new Set();
      const indexes = client.pipeline();
      for (const id of ids) indexes.smembers(indexKey(kind, id));
      const members = (await runAll(indexes)) as string[][];
      const candidates = ids.flatMap((personId, i) =>
        members[i]!.map((id) => ({ personId, id, index: indexKey(kind, personId) })),
      );
      return livingOf(client, candidates);
    },
  };
}

async function livingOf(client: Redis, candidates: Array<{ personId: string; id: string; index: string }>) {
  const living = new Set<string>();
  if (candidates.length === 0) return living;
  const infos = await available(client.mget(candidates.map(({ id }) => infoKey(id))));
  const dead = client.pipeline();
  candidates.forEach(({ personId, id, index }, i) => {
    if (infos[i]) living.add(personId);
    else dead.srem(index, id);
  });
  if (dead.length > 0) await runAll(dead);
  return living;
}
