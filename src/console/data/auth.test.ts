import { createAuth } from './auth';

const browser = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
afterAll(() => {
  if (browser) Object.defineProperty(globalThis, 'navigator', browser);
  else Reflect.deleteProperty(globalThis, 'navigator');
});

/** A server whose answers come when the test says so; a browser without locks, as on plain http. */
function world() {
  Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true });
  const asked: Array<{ path: string; token: string | null; answer: (status: number, body: object) => void }> =
    [];
  const fetch = ((url: string, init: RequestInit) =>
    new Promise((resolve) => {
      asked.push({
        path: url.split('/').at(-1)!,
        token: new Headers(init.headers).get('Authorization'),
        answer: (status, body) => resolve(new Response(JSON.stringify(body), { status })),
      });
    })) as typeof window.fetch;
  const storage = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
  const auth = createAuth({ fetch, storage, reloadsFor: () => false });
  return { asked, auth };
}

const user = { id: '6f1c1b52-6a0e-4b43-9d0e-0a4a5f0f6b11', email: 'pia@parley.test' };
const login = (accessToken: string) => ({ accessToken, expiresIn: 900, user });
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('a new password', () => {
  beforeEach(() => jest.useFakeTimers({ doNotFake: ['setImmediate'] }));
  afterEach(() => jest.useRealTimers());

  async function changing() {
    const { asked, auth } = world();
    const change = auth.changePassword({ currentPassword: 'old', password: 'new' });
    asked[0]!.answer(200, login('first'));
    await settle();
    return { asked, auth, change };
  }

  it('is asked for with a fresh token, and who wants one meanwhile waits for that of the new login', async () => {
    const { asked, auth, change } = await changing();
    const waiting = auth.refresh();
    await settle();
    expect(asked.map(({ path, token }) => [path, token])).toEqual([
      ['refresh', null],
      ['password', 'Bearer first'],
    ]);
    asked[1]!.answer(200, login('second'));
    await Promise.all([change, waiting]);
    expect(auth.token()).toBe('second');
    expect(asked).toHaveLength(2);
  });

  it('that is refused leaves everybody signed in', async () => {
    const { asked, auth, change } = await changing();
    const waiting = auth.refresh();
    asked[1]!.answer(400, { code: 'invalid', detail: 'This is not your current password.' });
    await expect(change).rejects.toThrow('This is not your current password.');
    await waiting;
    expect([auth.token(), auth.state.get().status]).toEqual(['first', 'in']);
  });
});
