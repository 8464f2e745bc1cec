import type { Session } from '../protocol/model/session';
import type { Connection } from './connection';
import { createMessageSync } from './message-sync';
import { createStore, sessionIs, start } from './state';

const present = { id: 'new', status: 'active', startedAt: '2026-01-02T00:00:00.000Z' } as Session;

function world(answer: (question: { sessionId: string }) => object) {
  jest.useFakeTimers();
  const store = createStore(() => undefined);
  store.update(() => sessionIs(start, present));
  const asked: unknown[] = [];
  const call = (event: string, question: { sessionId: string }) => {
    asked.push([event, question]);
    return Promise.resolve({ ok: true, messages: [], ...answer(question) });
  };
  const connection = () => ({ call }) as unknown as Connection;
  return { store, asked, sync: createMessageSync({ store, connection, heard: () => undefined }) };
}

afterEach(() => jest.useRealTimers());

test('a head that is known asks nothing, a newer one asks for what follows', async () => {
  const { store, asked, sync } = world(() => ({ session: present, headSeq: 2 }));
  await sync.catchUp('new', 2);
  await sync.catchUp('new', 2);
  expect(asked).toEqual([['session:sync', { afterSeq: 0, sessionId: 'new' }]]);
  expect(store.state().threads).toEqual([{ sessionId: 'new', messages: [], complete: 2 }]);
});

test('news of a conversation that nobody knew of are fetched whole, and it is the present one if it is newer', async () => {
  const next = { ...present, id: 'next', startedAt: '2026-01-03T00:00:00.000Z' };
  const { store, asked, sync } = world(() => ({ session: next, headSeq: 1 }));
  await sync.catchUp('next', 1);
  expect(asked).toEqual([['session:sync', { afterSeq: 0, sessionId: 'next' }]]);
  expect(store.state()).toMatchObject({ session: { id: 'next' }, recent: ['new', 'next'] });
});
