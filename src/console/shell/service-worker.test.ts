// The service worker's own rules, in its file as browsers get it, with windows that are none.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';

interface Window {
  url: string;
  visibilityState: 'visible' | 'hidden';
}

const page = (path: string, visibilityState: Window['visibilityState'] = 'visible'): Window => ({
  url: `https://support.shop.test${path}`,
  visibilityState,
});

/** What it shows of a push while these windows are open. */
async function shownOf(pushed: object | undefined, open: Window[]): Promise<unknown[]> {
  const listeners = new Map<string, (event: object) => void>();
  const shown: unknown[] = [];
  const self = {
    addEventListener: (name: string, listener: (event: object) => void) => listeners.set(name, listener),
    clients: { matchAll: async () => open },
    registration: {
      showNotification: async (title: string, options: { body?: string; tag?: string }) =>
        void shown.push([title, options.body, options.tag]),
    },
  };
  runInNewContext(readFileSync(join(__dirname, '../public/sw.js'), 'utf8'), { self, URL });
  let work: Promise<unknown> | undefined;
  listeners.get('push')!({
    data: pushed && { json: () => pushed },
    waitUntil: (promise: Promise<unknown>) => (work = promise),
  });
  await work;
  return shown;
}

const message = { title: 'A customer wrote to you', body: 'Mona', sessionId: 'one', tag: 'one' };
const several = { title: '5 conversations are waiting', body: 'Mona, Ben', tag: 'waiting' };

test('Whoever looks at the conversation needs no notification', async () => {
  expect(await shownOf(message, [page('/console/inbox/one')])).toEqual([]);
  expect(await shownOf(message, [page('/console/'), page('/console/inbox/one?tab=mine')])).toEqual([]);
});

test('Whoever looks at another one, or has it open and looks elsewhere, is told', async () => {
  const told = [['A customer wrote to you', 'Mona', 'one']];
  for (const open of [
    [],
    [page('/console/inbox/two')],
    [page('/console/inbox')],
    [page('/console/inbox/one', 'hidden')],
    [page('/inbox/one')],
    [page('/console/inbox/one', 'hidden'), page('/console/inbox/two')],
  ])
    expect([open, await shownOf(message, open)]).toEqual([open, told]);
});

test('Of several is told whoever does not look at the console', async () => {
  const told = [['5 conversations are waiting', 'Mona, Ben', 'waiting']];
  expect(await shownOf(several, [page('/console/inbox/one')])).toEqual([]);
  expect(await shownOf(several, [page('/console/inbox/one', 'hidden')])).toEqual(told);
  expect(await shownOf(several, [page('/help/articles/refunds')])).toEqual(told);
});

test('A push that says nothing is shown all the same: a browser takes no silent ones', async () => {
  expect(await shownOf(undefined, [])).toEqual([['Parley', undefined, undefined]]);
});
