import { createOutboxStorage, put, settle, type OutboxStorage, type Pending } from './outbox';

const pending = (id: string, at: string): Pending => ({
  clientMessageId: id,
  sessionId: 's',
  text: 'hello',
  note: false,
  at,
  state: 'sending',
});

function memoryStorage(): OutboxStorage {
  const values = new Map<string, string>();
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
    get length() {
      return values.size;
    },
    key: (index) => [...values.keys()][index] ?? null,
  };
}

describe('the outbox', () => {
  it('gives back, in order, what was not acked, and only to the user who wrote it', () => {
    const storage = memoryStorage();
    const mine = createOutboxStorage(storage, 'me');
    mine.save(pending('b', '2026-11-22T12:00:02Z'));
    mine.save(pending('a', '2026-11-22T12:00:01Z'));
    storage.setItem('parley.outbox.me.broken', '{"text":');
    expect(mine.load().map(({ clientMessageId }) => clientMessageId)).toEqual(['a', 'b']);
    expect(createOutboxStorage(storage, 'other').load()).toEqual([]);
    mine.remove('a');
    expect(mine.load()).toHaveLength(1);
  });

  it('sends although storage is full', () => {
    const full = {
      ...memoryStorage(),
      setItem: () => {
        throw new Error('QuotaExceededError');
      },
    };
    expect(() => createOutboxStorage(full, 'me').save(pending('a', '1'))).not.toThrow();
  });

  it('replaces in place, so that a retry does not jump', () => {
    const box = [pending('a', '1'), pending('b', '2')];
    const next = put(box, { ...pending('a', '1'), state: 'failed', error: 'No' });
    expect(next.map(({ clientMessageId, state }) => [clientMessageId, state])).toEqual([
      ['a', 'failed'],
      ['b', 'sending'],
    ]);
  });

  it('drops what the log holds by now', () => {
    const box = [pending('a', '1'), pending('b', '2')];
    expect(settle(box, new Set(['a', undefined]))).toEqual([box[1]]);
    expect(settle(box, new Set([undefined]))).toBe(box);
  });
});
