import type { Session } from '../../protocol/model/session';
import type { Http } from './http';
import { emptyInbox, type InboxState } from './inbox-state';
import { createSessionRows } from './session-rows';
import { createStore } from './store';

const minute = (number: number) => new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString();
const closed = (number: number, more: Partial<Session> = {}) =>
  ({
    id: `s${number}`,
    status: 'closed',
    headSeq: 9,
    metadata: {},
    lastMessageAt: minute(number),
    ...more,
  }) as Session;
const counts = { mine: 0, snoozed: 0, waiting: 0, active: 1, open: 1, closed: 10_000 };

function hearing({ open, lists = {} }: { open?: string; lists?: InboxState['lists'] } = {}) {
  const state = createStore<InboxState>({ ...emptyInbox, counts, lists });
  const http = { get: () => Promise.resolve(counts) } as unknown as Http;
  const rows = createSessionRows({ state, http, open: () => open });
  const knows = (id: string) => id in state.get().sessions;
  return { state, rows, knows, known: () => Object.keys(state.get().sessions) };
}

/** In portions, as a long day brings them. */
function hearClosed(rows: ReturnType<typeof createSessionRows>, number: number): void {
  for (let from = 0; from < number; from += 100) {
    rows.hear(
      Array.from({ length: 100 }, (_, index) => closed(from + index)),
      true,
    );
  }
  rows.stop();
}

describe('the sessions in memory', () => {
  it('are all open ones and those closed last', () => {
    const { state, rows, known, knows } = hearing();
    rows.hear([closed(-1, { id: 'open', status: 'active' })], false);
    hearClosed(rows, 6_000);
    expect(known().length).toBeGreaterThanOrEqual(2_000);
    expect(known().length).toBeLessThan(2_500);
    expect(knows('open')).toBe(true);
    expect(knows('s5999')).toBe(true);
    expect(knows('s0')).toBe(false);
    expect(state.get().counts).toEqual(counts);
  });

  it('keep what is on the screen, whatever its age', () => {
    const { rows, knows } = hearing({ open: 's7' });
    hearClosed(rows, 6_000);
    expect(knows('s7')).toBe(true);
    expect(knows('s8')).toBe(false);
  });

  it('that a page has read go only with the page, which is read again when its tab is shown', () => {
    const waiting = { sources: [], loading: false };
    const read = (floor: string) => ({
      closed: { sources: [{ query: {}, cursor: 'next', floor }], loading: false },
      waiting,
    });
    const gone = hearing({ lists: read(minute(0)) });
    hearClosed(gone.rows, 6_000);
    expect(gone.state.get().lists).toEqual({ waiting });
    const untouched = hearing({ lists: read(minute(5_900)) });
    hearClosed(untouched.rows, 6_000);
    expect(untouched.state.get().lists).toEqual(read(minute(5_900)));
  });

  it('hold what was heard just now, and ask the server for the counts when it had been dropped', async () => {
    jest.useFakeTimers();
    const { state, rows } = hearing();
    hearClosed(rows, 6_000);
    state.set((now) => ({ ...now, counts: { ...counts, closed: 1 } }));
    rows.hear([closed(0, { headSeq: 10 })], true);
    expect(state.get().sessions['s0']).toMatchObject({ headSeq: 10 });
    await jest.runAllTimersAsync();
    expect(state.get().counts).toEqual(counts);
    jest.useRealTimers();
  });

  it('have their counts asked for now and then while changes never end', async () => {
    jest.useFakeTimers();
    const asked: string[] = [];
    const state = createStore<InboxState>({ ...emptyInbox, counts });
    const get = (path: string) => {
      asked.push(path);
      return Promise.resolve(counts);
    };
    const rows = createSessionRows({ state, http: { get } as unknown as Http });
    for (let number = 0; number < 100; number += 1) {
      rows.hear([closed(number)], true);
      await jest.advanceTimersByTimeAsync(100);
    }
    // Ten seconds: the first after 400 ms, then one every two.
    expect(asked).toEqual(Array(5).fill('sessions/counts'));
    rows.stop();
    jest.useRealTimers();
  });
});
