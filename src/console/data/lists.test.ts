import type { Session } from '../../protocol/model/session';
import type { Http } from './http';
import { emptyInbox, type InboxState } from './inbox-state';
import { createLists } from './lists';
import { rows as rowsOf } from './session-list';
import { createSessionRows } from './session-rows';
import { createStore } from './store';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1) + minute * 60_000).toISOString();
const count = 120;

/** A server that pages by the last word, as ours does, and a list that is read from it. */
function listOf(change: Partial<Session>, lastWord = at) {
  let now = count;
  const stored = new Map(
    Array.from({ length: count }, (_, index) => {
      const id = `s${String(index).padStart(3, '0')}`;
      const row = {
        id,
        headSeq: 1,
        metadata: {},
        startedAt: at(0),
        lastMessageAt: lastWord(index),
        priority: 'normal',
        ...change,
      };
      return [id, row as Session];
    }),
  );
  const newestFirst = () =>
    [...stored.values()].sort(
      (a, b) => b.lastMessageAt.localeCompare(a.lastMessageAt) || b.id.localeCompare(a.id),
    );
  const between: Array<() => void> = [];
  const get = async (_: string, query: { limit: number; cursor?: string }) => {
    const rest = newestFirst().filter(
      (one) => query.cursor === undefined || `${one.lastMessageAt} ${one.id}` < query.cursor,
    );
    const items = rest.slice(0, query.limit);
    const last = items.at(-1)!;
    between.shift()?.();
    return { items, nextCursor: rest.length > items.length ? `${last.lastMessageAt} ${last.id}` : null };
  };
  const state = createStore<InboxState>({ ...emptyInbox, connection: 'online' });
  const http = { get } as unknown as Http;
  const rows = createSessionRows({ state, http });
  const lists = createLists({ state, http, rows, current: () => undefined });
  return {
    lists,
    between,
    /** Somebody writes there, and the socket tells it. */
    bump(id: string): void {
      const before = stored.get(id)!;
      const after = { ...before, headSeq: before.headSeq + 1, lastMessageAt: at((now += 1)) };
      stored.set(id, after);
      rows.hear([after], true);
    },
    shown(tab: 'all' | 'ai' | 'snoozed'): string[] {
      const { sessions, lists: read } = state.get();
      const sources = read[tab]?.sources ?? [];
      return rowsOf(Object.values(sessions), tab, { agentId: undefined, sources }).map(({ id }) => id);
    },
    ids: () => newestFirst().map(({ id }) => id),
  };
}

describe('a list that is read page by page while people write', () => {
  it('shows every conversation once, in order: those that rose past the page, and those that were read already', async () => {
    const { lists, bump, between, shown, ids } = listOf({ status: 'active' });
    // s005 would be on the last page, s060 on the second, s115 is on the first.
    between.push(
      () => bump('s060'),
      () => ['s005', 's115', 's060'].forEach(bump),
      () => bump('s010'),
    );
    await lists.reload('ai');
    expect(shown('ai')[0]).toBe('s060');
    await lists.more('ai');
    await lists.more('ai');
    expect(shown('ai')).toEqual(ids());
    expect(new Set(shown('ai')).size).toBe(count);
    await lists.more('ai');
    expect(shown('ai')).toEqual(ids());
  });

  it('is whole where it is read whole, whatever rises between its pages', async () => {
    const { lists, bump, between, shown, ids } = listOf({ status: 'with_agent', snoozed: {} } as never);
    between.push(
      () => ['s060', 's001'].forEach(bump),
      () => bump('s002'),
    );
    await lists.reload('snoozed');
    expect(shown('snoozed').sort()).toEqual(ids().sort());
  });

  it('keeps all of it when it is read again after news were missed', async () => {
    const { lists, bump, between, shown, ids } = listOf({ status: 'with_agent', snoozed: {} } as never);
    await lists.reload('snoozed');
    between.push(() => ['s060', 's001'].forEach(bump));
    await lists.renew('snoozed');
    expect(shown('snoozed').sort()).toEqual(ids().sort());
  });

  it('has what is read later below what was read, also where all was written at one moment, as an import does', async () => {
    const { lists, shown } = listOf({ status: 'active' }, () => at(0));
    await lists.reload('ai');
    const first = shown('ai');
    await lists.more('ai');
    expect(shown('ai').slice(0, first.length)).toEqual(first);
    expect(shown('ai').length).toBe(100);
  });

  it.each(['reconnected', 'renew'] as const)(
    'stays read as far down as somebody had gone when it is read again (%s), and what is shown stays meanwhile',
    async (readAgain) => {
      const { lists, bump, between, shown, ids } = listOf({ status: 'active' });
      await lists.reload('ai');
      await lists.more('ai');
      const lengths: number[] = [];
      between.push(
        () => {
          bump('s005');
          lengths.push(shown('ai').length);
        },
        () => lengths.push(shown('ai').length),
      );
      await lists[readAgain]('ai');
      expect(lengths[0]).toBe(101);
      expect(shown('ai').length).toBeGreaterThanOrEqual(101);
      expect(shown('ai')).toEqual(ids().slice(0, shown('ai').length));
    },
  );
});
