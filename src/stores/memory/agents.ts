import type { AgentStatus, AgentStatuses, ConnectionInfo, Connections } from '../../routing/store';
import { peopleOf } from '../people-of';
import { createCappedMap } from './capped-map';
import type { MemoryOptions } from './options';

export function createMemoryAgentStatuses({
  now,
  statusTtlMs,
  signTtlMs,
  cap,
}: MemoryOptions): AgentStatuses {
  const statuses = createCappedMap<AgentStatus>(cap, now);
  const signs = createCappedMap<number>(cap, now);
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
    async keepSign(agentId, at) {
      if (at > (signs.get(agentId) ?? 0)) signs.set(agentId, at, signTtlMs);
    },
    async lastSigns(agentIds) {
      return new Map(
        agentIds.flatMap((id) => {
          const at = signs.get(id);
          return at === undefined ? [] : [[id, at] as const];
        }),
      );
    },
  };
}

export function createMemoryConnections({ now, connectionTtlMs, cap }: MemoryOptions): Connections {
  const infos = createCappedMap<ConnectionInfo>(cap, now);
  const ofPerson = new Map<string, Set<string>>();

  function lives(personId: string): boolean {
    const ids = ofPerson.get(personId) ?? new Set<string>();
    for (const id of ids) {
      const info = infos.get(id);
      if (!info || !peopleOf(info).includes(personId)) ids.delete(id);
    }
    if (ids.size === 0) ofPerson.delete(personId);
    return ids.size > 0;
  }

  return {
    async keep(connections) {
      for (const { id, info } of connections) {
        infos.set(id, info, connectionTtlMs);
        for (const person of peopleOf(info))
          ofPerson.set(person, (ofPerson.get(person) ?? new Set()).add(id));
      }
    },
    async remove(connectionIds) {
      for (const id of connectionIds) {
        const info = infos.get(id);
        infos.delete(id);
        if (info) peopleOf(info).forEach(lives);
      }
    },
    async connected(ids) {
      return new Set(ids.filter(lives));
    },
  };
}
