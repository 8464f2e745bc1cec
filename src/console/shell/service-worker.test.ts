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

/** Where it says that this browser is now, by the cookie alone. */
async function renewedBy(change: object, subscribe: (options: unknown) => object): Promise<unknown[]> {
  const listeners = new Map<string, (event: object) => void>();
  const said: unknown[] = [];
  const self = {
    addEventListener: (name: string, listener: (event: object) => void) => listeners.set(name, listener),
    registration: { pushManager: { subscribe: async (options: unknown) => subscribe(options) } },
  };
  const fetch = async (path: string, { method, body }: { method: string; body: string }) =>
    void said.push([method, path, JSON.parse(body)]);
  runInNewContext(readFileSync(join(__dirname, '../public/sw.js'), 'utf8'), { self, URL, fetch });
  let work: Promise<unknown> | undefined;
  listeners.get('pushsubscriptionchange')!({
    ...change,
    waitUntil: (promise: Promise<unknown>) => (work = promise),
  });
  await work;
  return said;
}

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

test('A browser that its push service moves says where it is now, and the console does where the worker cannot', async () => {
  const keys = { p256dh: 'B', auth: 'A' };
  const moved = (endpoint: string) => ({ toJSON: () => ({ endpoint, keys, expirationTime: null }) });
  const never = () => {
    throw new Error('It has one already.');
  };
  const to = (endpoint: string) => [['POST', '/api/v1/auth/push/renewal', { endpoint, keys }]];
  expect(await renewedBy({ newSubscription: moved('https://push.test/new') }, never)).toEqual(
    to('https://push.test/new'),
  );
  const options = { userVisibleOnly: true };
  const asked: unknown[] = [];
  expect(
    await renewedBy({ newSubscription: null, oldSubscription: { options } }, (wish) => {
      asked.push(wish);
      return moved('https://push.test/again');
    }),
  ).toEqual(to('https://push.test/again'));
  expect(asked).toEqual([options]);
  expect(await renewedBy({ newSubscription: null, oldSubscription: null }, never)).toEqual([]);
});
