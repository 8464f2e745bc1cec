import type Redis from 'ioredis';
import type { AgentStatus, AgentStatuses, ConnectionInfo, Connections } from '../../routing/store';
import { available, runAll } from './open';

const statusKey = (agentId: string) => `agent:${agentId}:status`;
const infoKey = (connectionId: string) => `websocket:${connectionId}:info`;
/** Which connections to look at for an agent; the info keys are what counts. */
const indexKey = (agentId: string) => `agent:${agentId}:connections`;

export function createRedisAgentStatuses(client: Redis, { ttlMs }: { ttlMs: number }): AgentStatuses {
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
  };
}

export function createRedisConnections(client: Redis, { ttlMs }: { ttlMs: number }): Connections {
  return {
    async keep(connections) {
      if (connections.length === 0) return;
      const pipeline = client.pipeline();
      for (const { id, info } of connections) {
        pipeline.set(infoKey(id), JSON.stringify(info), 'PX', ttlMs);
        if (info.agentId) pipeline.sadd(indexKey(info.agentId), id).pexpire(indexKey(info.agentId), ttlMs);
      }
      await runAll(pipeline);
    },
    async remove(connectionIds) {
      if (connectionIds.length > 0) await available(client.del(connectionIds.map(infoKey)));
    },
    async get(connectionId) {
      const value = await available(client.get(infoKey(connectionId)));
      return value ? (JSON.parse(value) as ConnectionInfo) : undefined;
    },
    async connected(agentIds) {
      if (agentIds.length === 0) return new Set();
      const indexes = client.pipeline();
      for (const id of agentIds) indexes.smembers(indexKey(id));
      const members = (await runAll(indexes)) as string[][];
      const candidates = agentIds.flatMap((agentId, i) => members[i]!.map((id) => ({ agentId, id })));
      return livingOf(client, candidates);
    },
  };
}

async function livingOf(client: Redis, candidates: Array<{ agentId: string; id: string }>) {
  const living = new Set<string>();
  if (candidates.length === 0) return living;
  const infos = await available(client.mget(candidates.map(({ id }) => infoKey(id))));
  const dead = client.pipeline();
  candidates.forEach(({ agentId, id }, i) => {
    if (infos[i]) living.add(agentId);
    else dead.srem(indexKey(agentId), id);
  });
  if (dead.length > 0) await runAll(dead);
  return living;
}
