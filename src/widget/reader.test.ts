import type { Session } from '../protocol/model/session';
import type { Connection } from './connection';
import { createReader } from './reader';
import { createBox, sessionIs, start } from './state';

const present = { id: 'new', status: 'active', startedAt: '2026-01-02T00:00:00.000Z' } as Session;

test('a heartbeat that tells of an old session only asks the server which one is present', async () => {
  jest.useFakeTimers();
  const box = createBox(() => undefined);
  box.update(() => sessionIs(start, present));
  const asked: unknown[] = [];
  const call = (...question: unknown[]) => {
    asked.push(question);
    return Promise.resolve({ ok: true, session: present, messages: [], headSeq: 2 });
  };
  const reader = createReader(
    box,
    () => ({ call }) as unknown as Connection,
    () => undefined,
  );
  await reader.catchUp(40);
  expect(asked).toEqual([['session:sync', { afterSeq: 0, sessionId: 'new' }]]);
  expect(box.state().session).toBe(present);
  expect(box.state().threads).toEqual([{ sessionId: 'new', messages: [], complete: 2 }]);
  jest.useRealTimers();
});
