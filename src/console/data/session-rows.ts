// The rows of sessions that this browser has heard of, and the counts that follow them.
import type { Session } from '../../protocol/things';
import type { Http } from './http';
import { withSessions, type InboxState } from './inbox-state';
import type { Counts } from './session-list';
import type { Store } from './store';

export type SessionRows = ReturnType<typeof createSessionRows>;

export function createSessionRows({ state, http }: { state: Store<InboxState>; http: Http }) {
  const heardIn = new Map<string, number>();
  let reading = 0;
  let counting: ReturnType<typeof setTimeout> | undefined;

  async function count(): Promise<void> {
    const counts = await http.get<Counts>('sessions/counts').catch(() => undefined);
    if (counts) state.set((now) => ({ ...now, counts }));
  }

  return {
    count,
    /** `counted`: they come from an event, so the counts change with them. */
    hear(sessions: readonly Session[], counted: boolean): void {
      for (const { id } of sessions) heardIn.set(id, reading);
      const { state: next, countsUnknown } = withSessions(state.get(), sessions, counted);
      state.set(() => next);
      if (!countsUnknown) return;
      clearTimeout(counting);
      counting = setTimeout(() => void count(), 400);
    },
    /** Lists are read again, and what was known before has to be heard again: the number of this reading, from 1. */
    readAgain(): number {
      reading += 1;
      return reading;
    },
    /** Rows that no page and no event has named since this reading may be long gone. */
    dropUnheard(since: number, isKept: (session: Session) => boolean): void {
      state.set((now) => {
        const left = Object.entries(now.sessions).filter(
          ([id, session]) => isKept(session) || (heardIn.get(id) ?? 0) >= since,
        );
        if (left.length === Object.keys(now.sessions).length) return now;
        return { ...now, sessions: Object.fromEntries(left) };
      });
    },
    stop: () => clearTimeout(counting),
  };
}
