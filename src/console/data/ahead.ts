// The conversations that an agent opens next, read while nothing else is to do. Reading them over REST marks nothing as
// read, and tells nobody that somebody looks.
import type { Message } from '../../protocol/model/message';
import type { Http, Page } from './http';
import type { InboxState } from './inbox-state';
import { pageSize } from './reading';
import { isErased } from './transcript';
import type { Store } from './store';

/** Older than that it is not shown: a change that brings no new number is told only to whoever has it open. */
const keptForMs = 60_000;

interface Read {
  /** Epoch ms. */
  at: number;
  /** undefined: it is on its way. */
  messages?: readonly Message[];
}

export type Ahead = ReturnType<typeof createAhead>;

interface Deps {
  state: Store<InboxState>;
  http: Http;
  /** Takes messages into the transcript. */
  take(sessionId: string, messages: readonly Message[]): void;
}

export function createAhead({ state, http, take }: Deps) {
  const kept = new Map<string, Read>();
  const brought = new Set<string>();

  async function read(id: string): Promise<void> {
    const mine: Read = { at: Date.now() };
    kept.set(id, mine);
    const page = await http
      .get<Page<Message>>(`sessions/${id}/messages`, { limit: pageSize })
      .catch(() => undefined);
    // News of it came meanwhile: nobody knows whether the answer has them.
    if (kept.get(id) !== mine) return;
    if (!page || page.items.some(isErased)) kept.delete(id);
    else kept.set(id, { ...mine, messages: page.items });
  }

  return {
    /** These are kept, and no others; only for who hears of every change. */
    fetch(ids: readonly string[]): void {
      const { connection, transcripts } = state.get();
      for (const [id, { at }] of kept) if (!ids.includes(id) || isOld(at)) kept.delete(id);
      if (connection !== 'online') return;
      for (const id of ids) if (!transcripts[id] && !kept.has(id)) void read(id);
    },

    /** It is opened next: what was read is there when it is drawn, if its row says that nothing was written since. */
    bring(id: string): void {
      const { at = 0, messages } = kept.get(id) ?? {};
      kept.delete(id);
      const { sessions, transcripts } = state.get();
      if (transcripts[id] || !messages || isOld(at)) return;
      if (messages.at(-1)?.seq !== sessions[id]?.headSeq) return;
      brought.add(id);
      take(id, messages);
      state.showNow();
    },

    /** Asked once, when it is opened: what is shown was read ahead, and is to be read anew. */
    wasBrought: (id: string) => brought.delete(id),

    /** Something happened there; undefined: perhaps anywhere. */
    drop(id: string | undefined): void {
      if (id === undefined) kept.clear();
      else kept.delete(id);
    },
  };
}

const isOld = (at: number) => Date.now() - at > keptForMs;
