// Assignments that the rows do not show yet: without them, ten handovers in one moment would all go to the same agent.

interface Entry {
  organizationId: string;
  /** Who got it; undefined when it was taken from somebody. */
  agentId?: string;
  weight: number;
  seq: number;
  timer: NodeJS.Timeout;
}

export interface Watch {
  /** Load to add to what the rows said; sessions in `counted` are in that already. */
  load(agentId: string, counted: ReadonlySet<string>): number;
  end(): void;
}

export interface Pending {
  /** Holds room for a session that is about to be assigned, for two seconds at most. */
  reserve(organizationId: string, agentId: string, weight: number): void;
  /** Nothing came of a reservation. */
  release(agentId: string): void;
  /** The log assigns (agentId) or frees a session. */
  changed(sessionId: string, change: Omit<Entry, 'timer'>): void;
  /** The row of a session shows its log up to headSeq. */
  settled(sessionId: string, headSeq: number): void;
  /** Begin before the rows are read: from then on it keeps what is assigned, also when the rows show it meanwhile. */
  watch(): Watch;
  close(): void;
}

/** @param onRoom a reservation ran out: somebody has room that nobody saw before. */
export function createReservations(onRoom: (organizationId: string) => void): Pending {
  const entries = new Map<string, Entry>();
  const watches = new Set<Map<string, Entry>>();
  let reservations = 0;

  function forget(key: string): void {
    clearTimeout(entries.get(key)?.timer);
    entries.delete(key);
  }

  function put(key: string, entry: Omit<Entry, 'timer'>, forMs: number): void {
    forget(key);
    const ranOut = () => {
      forget(key);
      onRoom(entry.organizationId);
    };
    const timer = setTimeout(ranOut, forMs).unref();
    for (const map of [entries, ...watches]) map.set(key, { ...entry, timer });
  }

  /** Any one of the agent's: they are worth the same. */
  function release(agentId: string): void {
    for (const [key, entry] of entries) {
      if (!key.startsWith('reserved:') || entry.agentId !== agentId) continue;
      forget(key);
      for (const watched of watches) watched.delete(key);
      return;
    }
  }

  return {
    reserve(organizationId, agentId, weight) {
      put(`reserved:${++reservations}`, { organizationId, agentId, weight, seq: 0 }, 2_000);
    },
    release,
    changed(sessionId, change) {
      if (change.agentId) release(change.agentId);
      put(sessionId, change, 10_000);
    },
    settled(sessionId, headSeq) {
      const entry = entries.get(sessionId);
      if (entry && headSeq >= entry.seq) forget(sessionId);
    },
    watch() {
      const watched = new Map(entries);
      watches.add(watched);
      return {
        load: (agentId, counted) =>
          [...watched]
            .filter(([key, entry]) => entry.agentId === agentId && !counted.has(key))
            .reduce((sum, [, entry]) => sum + entry.weight, 0),
        end: () => watches.delete(watched),
      };
    },
    close() {
      for (const { timer } of entries.values()) clearTimeout(timer);
      entries.clear();
    },
  };
}
