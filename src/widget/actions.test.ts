import type { Session } from '../protocol/model/session';
import { createActions } from './actions';
import type { Connection } from './connection';
import type { MessageSender } from './message-sender';
import { createStore, start, type State } from './state';

const session = (id: string, status: Session['status']) =>
  ({ id, status, startedAt: '2026-01-01T00:00:00.000Z' }) as Session;

function afterWriteAgain(before: Partial<State>): State {
  const store = createStore(() => undefined);
  store.update(() => ({ ...start, ...before }));
  createActions(store, {} as Connection, {} as MessageSender).writeAgain();
  return store.state();
}

describe('"Write again"', () => {
  test('under the closed conversation begins a next one', () => {
    const { again, session: present } = afterWriteAgain({ session: session('own', 'closed') });
    expect([again, present?.id]).toEqual([true, 'own']);
  });

  test('under an old conversation leads back to the open one, with all that can be done there', () => {
    const past = session('past', 'closed');
    const state = afterWriteAgain({ session: session('own', 'with_agent'), opened: past });
    expect([state.again, state.opened]).toEqual([false, undefined]);
  });
});
