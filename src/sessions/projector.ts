// Brings folded states into the `sessions` rows. A burst of messages of one session is one write of its row.
import type { EventBus } from '../events';
import type { Log } from '../log';
import type { SessionState } from './session';
import type { Projected, Projection } from './store';

export interface Projector {
  /** Remembers the state; its row is written at once when the projector is idle, else within `paceMs`. */
  mark(state: SessionState): void;
  /** Writes what is marked now, without waiting for the pace. Never rejects: the sweep repairs what fails. */
  flush(): Promise<void>;
  stats(): { dirty: number; failures: number };
  close(): Promise<void>;
}

export interface ProjectorOptions {
  /** Least milliseconds between two writes that nobody waits for; more when writing takes long. */
  paceMs?: number;
  /** Rows waiting to be written; the oldest above it are left to the sweep. */
  maxDirty?: number;
}

interface ProjectorDeps {
  projection: Pick<Projection, 'project'>;
  events: EventBus;
  log: Log;
  /** Its log says open, but the customer has another open session on the channel. */
  onRefused(state: SessionState): void;
}

const batch = 500;
const retryMs = 500;
/** Of busy time, one part in twenty goes into rows. */
const share = 19;
const maxPaceMs = 2_000;

export function createProjector(
  { projection, events, log, onRefused }: ProjectorDeps,
  { paceMs = 100, maxDirty = 100_000 }: ProjectorOptions = {},
): Projector {
  let dirty = new Map<string, SessionState>();
  let running: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let lastWrite = 0;
  let pace = paceMs;
  let [failures, closed] = [0, false];
  const tell = createTeller(events);

  function schedule(delay: number): void {
    if (!closed) timer ??= setTimeout(() => void flush(), delay);
  }

  async function write(states: SessionState[]): Promise<void> {
    let written: Projected | undefined;
    try {
      written = await projection.project(states);
      written.refused.forEach(onRefused);
    } catch (error) {
      failures += 1;
      log.warn({ err: error, rows: states.length }, 'could not write session rows: trying again');
      dirty = capped(new Map([...states.map((state) => [state.id, state] as const), ...dirty]), maxDirty);
      schedule(retryMs);
    }
    tell(states, written);
  }

  async function writeAll(): Promise<void> {
    const began = Date.now();
    const states = [...dirty.values()];
    dirty = new Map();
    for (let start = 0; start < states.length; start += batch)
      await write(states.slice(start, start + batch));
    lastWrite = Date.now();
    pace = Math.min(maxPaceMs, Math.max(paceMs, share * (lastWrite - began)));
  }

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    while (running) await running;
    if (dirty.size === 0) return;
    running = writeAll().finally(() => (running = undefined));
    await running;
    if (dirty.size > 0) schedule(pace);
  }

  return {
    mark(state) {
      capped(dirty.set(state.id, state), maxDirty);
      if (!running) schedule(Math.max(0, lastWrite + pace - Date.now()));
    },
    flush,
    stats: () => ({ dirty: dirty.size, failures }),
    async close() {
      await flush();
      closed = true;
      clearTimeout(timer);
    },
  };
}

/** Without the oldest of what is too much. */
function capped(dirty: Map<string, SessionState>, most: number): Map<string, SessionState> {
  for (const id of dirty.keys()) {
    if (dirty.size <= most) break;
    dirty.delete(id);
  }
  return dirty;
}

/** The log has what no row has yet: whoever listens hears of it at once, and again only when it is written. */
function createTeller(events: EventBus) {
  const toldUnwritten = new WeakSet<SessionState>();
  /** @param written absent for what could not be written */
  return (states: readonly SessionState[], written?: Projected): void => {
    for (const state of states) {
      if (!written && toldUnwritten.has(state)) continue;
      if (!written) toldUnwritten.add(state);
      const customerGoneSince = written?.gone.get(state.id);
      const sla = written?.sla.get(state.id);
      const session = {
        ...state,
        ...(customerGoneSince !== undefined && { customerGoneSince }),
        ...(sla && { sla }),
      };
      events.emit('session', { session });
    }
  };
}
