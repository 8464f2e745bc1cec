import type { Undelivered } from '../../sessions/store';
import { createLog } from '../../log';
import { createDeliverySweep } from './delivery-sweep';
import type { Deliveries } from '../store';

const place = (seq: number) => ({ organizationId: 'o', sessionId: `s${seq}`, seq });

/** With the places 1 to 6: 1 to 3 were given up, 4 and 5 are known to be sent, 6 and 7 have no row. */
function sweepOf({ failsOn }: { failsOn: readonly string[] }) {
  const done: string[] = [];
  const act = async (what: string): Promise<void> => {
    if (failsOn.includes(what)) throw new Error(what);
    done.push(what);
  };
  const deliveries = {
    abandon: () => Promise.resolve([1, 2, 3].map(place)),
    statesOf: () => Promise.resolve(new Map([4, 5].map((seq) => [`s${seq} ${seq}`, { delivery: 'sent' }]))),
    due: () => Promise.resolve([place(8)]),
    unnotified: () => Promise.resolve([]),
    markNotified: () => Promise.resolve(),
  } as unknown as Deliveries;
  const found = [4, 5, 6, 7].map(place) as unknown as Undelivered[];
  const sweep = createDeliverySweep({
    deliveries,
    messages: { undelivered: () => Promise.resolve(found), read: () => Promise.resolve([]) },
    senderOf: () => undefined,
    sessions: { delivered: ({ seq, delivery }) => act(`${seq} ${delivery}`).then(() => true) },
    enqueue: (messages) => act(`enqueue ${messages.map(({ seq }) => seq).join(',')}`),
    undelivered: () => Promise.resolve(),
    wake: ({ sessionId }) => void done.push(`wake ${sessionId}`),
    log: createLog('silent'),
  });
  return { done, sweep };
}

test('A sweep of deliveries tells the logs what the rows know, and gives rows to messages without one', async () => {
  const { done, sweep } = sweepOf({ failsOn: [] });
  await sweep();
  expect(done).toEqual([
    ...['1 uncertain', '2 uncertain', '3 uncertain', 'enqueue 6,7', '4 sent', '5 sent', 'wake s8'],
  ]);
});

test('A row that fails holds neither the others nor the next step, and is told at the end', async () => {
  const { done, sweep } = sweepOf({ failsOn: ['1 uncertain', '4 sent', 'enqueue 6,7', 'enqueue 6'] });
  await expect(sweep()).rejects.toMatchObject({ cause: new Error('1 uncertain') });
  expect(done).toEqual(['2 uncertain', '3 uncertain', 'enqueue 7', '5 sent', 'wake s8']);
});
