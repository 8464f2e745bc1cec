import type { AgentStatus, AgentStatuses, ConnectionInfo, Connections } from '../../routing/store';
import { createCappedMap } from './capped-map';
import type { MemoryOptions } from './options';

export function createMemoryAgentStatuses({ now, statusTtlMs, cap }: MemoryOptions): AgentStatuses {
  const statuses = createCappedMap<AgentStatus>(cap, now);
  return {
    async get(agentIds) {
      const found = new Map<string, AgentStatus>();
      for (const id of agentIds) {
        const status = statuses.get(id);
        if (status) found.set(id, status);
      }
      return found;
    },
    async set(agentId, status) {
      statuses.set(agentId, status, statusTtlMs);
    },
    async touch(agentIds) {
      return agentIds.filter((id) => {
        const status = statuses.get(id);
        if (status) statuses.set(id, status, statusTtlMs);
        return !status;
      });
    },
    async remove(agentId) {
      statuses.delete(agentId);
    },
  };
}

export function createMemoryConnections({ now, connectionTtlMs, cap }: MemoryOptions): Connections {
  const infos = createCappedMap<ConnectionInfo>(cap, now);
  const ofAgent = new Map<string, Set<string>>();

  function lives(agentId: string): boolean {
    const ids = ofAgent.get(agentId) ?? new Set<string>();
    for (const id of ids) if (infos.get(id)?.agentId !== agentId) ids.delete(id);
    if (ids.size === 0) ofAgent.delete(agentId);
    return ids.size > 0;
  }

  return {
    async keep(connections) {
      for (const { id, info } of connections) {
        infos.set(id, info, connectionTtlMs);
        if (info.agentId) ofAgent.set(info.agentId, (ofAgent.get(info.agentId) ?? new Set()).add(id));
      }
    },
    async remove(connectionIds) {
      for (const id of connectionIds) {
        const agentId = infos.get(id)?.agentId;
        infos.delete(id);
        if (agentId) lives(agentId);
      }
    },
    async get(connectionId) {
      return infos.get(connectionId);
    },
    async connected(agentIds) {
      return new Set(agentIds.filter(lives));
    },
  };
}
