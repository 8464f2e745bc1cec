// The rows of sessions that this browser has heard of, and the counts that follow them.
import type { Session } from '../../protocol/things';
import type { Http } from './http';
import { withSessions, type InboxState } from './inbox-state';
import type { Counts } from './session-list';
import type { Store } from './store';

export type SessionRows = ReturnType<typeof createSessionRows>;

export function createSessionRows({ state, http }: { state: Store<InboxState>; http: Http }) {
  const heardIn = new Map<string, number>();
  let connection = 0;
  let counting: ReturnType<typeof setTimeout> | undefined;

  async function count(): Promise<void> {
    const counts = await http.get<Counts>('sessions/counts').catch(() => undefined);
    if (counts) state.set((now) => ({ ...now, counts }));
  }

  return {
    count,
    /** `counted`: they come from an event, so the counts change with them. */
    hear(sessions: readonly Session[], counted: boolean): void {
      for (const { id } of sessions) heardIn.set(id, connection);
      const { state: next, countsUnknown } = withSessions(state.get(), sessions, counted);
      state.set(() => next);
      if (!countsUnknown) return;
      clearTimeout(counting);
      counting = setTimeout(() => void count(), 400);
    },
    /** A new connection: what was known before it has to be heard again. */
    reconnected(): number {
      connection += 1;
      return connection;
    },
    /** Rows that no page and no event of this connection has named may be long gone. */
    dropUnheard(except: string | undefined): void {
      state.set((now) => {
        const left = Object.entries(now.sessions).filter(
          ([id]) => id === except || heardIn.get(id) === connection,
        );
        return { ...now, sessions: Object.fromEntries(left) };
      });
    },
    stop: () => clearTimeout(counting),
  };
}
