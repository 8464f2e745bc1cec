import type { DraftUpdate, ReplyDraft } from '../../protocol/reply-drafts';
import { createDraftSync, together } from './draft-sync';
import { createDrafts } from './drafts';
import { Failure } from './failure';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

function memory() {
  const values = new Map<string, string>();
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
    key: (index: number) => [...values.keys()][index] ?? null,
    get length() {
      return values.size;
    },
  };
}

/** The server of one agent with any number of devices, each with its own storage. */
function server() {
  const rows = new Map<string, ReplyDraft>();
  const devices: Array<(news: DraftUpdate) => void> = [];
  let version = 0;
  let offline = false;
  let mute = false;
  return {
    rows,
    /** It takes what it gets, and its answers are lost. */
    goMute: (value: boolean) => void (mute = value),
    goOffline: (value: boolean) => void (offline = value),
    text: () => [...rows.values()].map(({ text }) => text),
    device() {
      const listeners = new Map<string, (news: never) => void>();
      const http = {
        get: () =>
          offline
            ? Promise.reject(new Failure('unreachable', 'No answer.'))
            : Promise.resolve({ items: [...rows.values()] } as never),
        put: (path: string, body: unknown) => {
          if (offline) return Promise.reject(new Failure('unreachable', 'No answer.'));
          const {
            kind,
            text,
            version: known,
          } = body as { kind: 'reply'; text: string; version: string | null };
          const sessionId = path.split('/')[1]!;
          const row = rows.get(sessionId);
          if ((row?.version ?? null) !== known) return Promise.reject(new Failure('conflict', 'Changed.'));
          const next = text ? String((version += 1)) : null;
          if (next) rows.set(sessionId, { sessionId, kind, text, version: next, updatedAt: '' });
          else rows.delete(sessionId);
          if (mute) return Promise.reject(new Failure('unreachable', 'No answer.'));
          for (const tell of devices) tell({ sessionId, kind, text, version: next });
          return Promise.resolve({ version: next } as never);
        },
      };
      const drafts = createDrafts(memory(), 'me');
      const socket = {
        on: (event: string, listener: (news: never) => void) => listeners.set(event, listener),
      };
      const live = { socket: socket as never };
      createDraftSync({ drafts, http, live, storage: memory(), userId: 'me' }).start();
      devices.push((news) => !offline && listeners.get('draft:update')!(news as never));
      return {
        write: (text: string) => drafts.set('s', 'reply', text),
        read: () => drafts.get('s', 'reply'),
        connect: () => listeners.get('ready')!(undefined as never),
      };
    },
  };
}

const later = () => jest.advanceTimersByTimeAsync(5_000);

describe('drafts on several devices', () => {
  it('follow what is written on another, and go when it is sent there', async () => {
    const at = server();
    const [desk, phone] = [at.device(), at.device()];
    desk.connect();
    phone.connect();
    desk.write('Dear Ada');
    await later();
    expect(phone.read()).toBe('Dear Ada');
    phone.write('Dear Ada, it is on its way');
    await later();
    expect(desk.read()).toBe('Dear Ada, it is on its way');
    phone.write('');
    await later();
    expect(desk.read()).toBe('');
    expect(at.text()).toEqual([]);
  });

  it('are both kept when two devices wrote apart, and the newer one is not covered', async () => {
    const at = server();
    const [desk, phone] = [at.device(), at.device()];
    at.goOffline(true);
    phone.write('Written on the train');
    await later();
    at.goOffline(false);
    desk.write('Written at the desk');
    await later();
    phone.connect();
    await later();
    expect(at.text()).toEqual(['Written at the desk\nWritten on the train']);
    for (const device of [desk, phone])
      expect(device.read()).toBe('Written at the desk\nWritten on the train');
  });

  it('come back after a time without the server, and an old one that was sent elsewhere goes', async () => {
    const at = server();
    const [desk, phone] = [at.device(), at.device()];
    desk.write('First');
    await later();
    at.goOffline(true);
    desk.write('First and more');
    await later();
    at.goOffline(false);
    desk.connect();
    await later();
    expect(at.text()).toEqual(['First and more']);
    at.rows.clear();
    phone.connect();
    desk.connect();
    await later();
    expect([desk.read(), phone.read(), at.text()]).toEqual(['', '', []]);
  });

  it('do not come back when they were sent although the answer to their saving was lost', async () => {
    const at = server();
    const desk = at.device();
    desk.connect();
    at.goMute(true);
    desk.write('Dear Ada');
    await later();
    expect(at.text()).toEqual(['Dear Ada']);
    desk.write('');
    await later();
    at.goMute(false);
    desk.connect();
    await later();
    expect([desk.read(), at.text()]).toEqual(['', []]);
    at.goMute(true);
    desk.write('Dear Ada, it is late');
    await later();
    at.goMute(false);
    desk.write('Dear Bob');
    await later();
    expect([desk.read(), at.text()]).toEqual(['Dear Bob', ['Dear Bob']]);
  });

  it('say what they have in common once', () => {
    expect(together('Dear Ada', 'Dear Ada, hello')).toBe('Dear Ada, hello');
    expect(together('Dear Ada, hello', 'Dear Ada')).toBe('Dear Ada, hello');
    expect(together('One', 'Two')).toBe('One\nTwo');
  });
});
