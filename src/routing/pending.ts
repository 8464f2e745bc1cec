// Assignments that the rows do not show yet: without them, ten handovers in one moment would all go to the same agent.

interface Entry {
  organizationId: string;
  /** Who got it; undefined when it was taken from somebody. */
  agentId?: string;
  weight: number;
  seq: number;
  /** Whether somebody may have room once the rows show it. */
  frees: boolean;
  timer: NodeJS.Timeout;
}

export interface Pending {
  /** Holds room for a session that is about to be assigned, for two seconds at most. */
  reserve(organizationId: string, agentId: string, weight: number): void;
  /** The log assigns (agentId) or frees a session. */
  changed(sessionId: string, change: Omit<Entry, 'timer'>): void;
  /** The row of a session shows its log up to headSeq. */
  settled(sessionId: string, headSeq: number): void;
  /** Whether a session was assigned and its row does not show it yet. */
  assigned(sessionId: string): boolean;
  /** Load to add to what the rows say; sessions in `counted` are in it already. */
  load(agentId: string, counted?: ReadonlySet<string>): number;
  close(): void;
}

/** @param onRoom somebody may have room that nobody saw before. */
export function createPending(onRoom: (organizationId: string) => void): Pending {
  const entries = new Map<string, Entry>();
  let reservations = 0;

  function put(key: string, entry: Omit<Entry, 'timer'>, forMs: number): void {
    clearTimeout(entries.get(key)?.timer);
    const timer = setTimeout(() => drop(key), forMs).unref();
    entries.set(key, { ...entry, timer });
  }

  function drop(key: string): void {
    const entry = entries.get(key);
    clearTimeout(entry?.timer);
    if (entries.delete(key) && entry!.frees) onRoom(entry!.organizationId);
  }

  function fulfil(agentId: string): void {
    for (const [key, entry] of entries) {
      if (!key.startsWith('reserved:') || entry.agentId !== agentId) continue;
      clearTimeout(entry.timer);
      entries.delete(key);
      return;
    }
  }

  return {
    reserve(organizationId, agentId, weight) {
      put(`reserved:${++reservations}`, { organizationId, agentId, weight, seq: 0, frees: true }, 2_000);
    },
    changed(sessionId, change) {
      if (change.agentId) fulfil(change.agentId);
      put(sessionId, change, 10_000);
    },
    settled(sessionId, headSeq) {
      const entry = entries.get(sessionId);
      if (entry && headSeq >= entry.seq) drop(sessionId);
    },
    assigned: (sessionId) => entries.get(sessionId)?.agentId !== undefined,
    load(agentId, counted = new Set()) {
      let sum = 0;
      for (const [key, entry] of entries) {
        if (entry.agentId === agentId && !counted.has(key)) sum += entry.weight;
      }
      return sum;
    },
    close() {
      for (const { timer } of entries.values()) clearTimeout(timer);
      entries.clear();
    },
  };
}
