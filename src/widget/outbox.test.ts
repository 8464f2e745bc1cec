import fc from 'fast-check';
import { createOutbox, createSender, type Attempt, type Pending } from './outbox';
import { createMemory } from './browser-storage';

const prefix = 'parley:outbox:k:';
const texts = (items: readonly Pending[]) => items.map((item) => item.text);

describe('the outbox', () => {
  test('keeps messages in the order in which they were written, also within one millisecond', () => {
    const outbox = createOutbox(createMemory(), prefix, () => 1_000);
    for (const text of ['one', 'two', 'three']) outbox.add(text);
    expect(texts(outbox.list())).toEqual(['one', 'two', 'three']);
  });

  test('survives a reload: a second outbox on the same storage has the same messages', () => {
    const storage = createMemory();
    const first = createOutbox(storage, prefix, Date.now).add('kept');
    expect(createOutbox(storage, prefix, Date.now).list()).toEqual([first]);
  });

  test("never shows one person's messages to another who uses the browser", () => {
    const storage = createMemory();
    createOutbox(storage, 'parley:outbox:k:one:', Date.now).add('of one');
    const other = createOutbox(storage, 'parley:outbox:k:other:', Date.now);
    other.add('of the other', 'an earlier conversation');
    expect(other.list()).toMatchObject([{ text: 'of the other', sessionId: 'an earlier conversation' }]);
  });

  test('passes over what is not its own or is broken in the storage', () => {
    const storage = createMemory();
    storage.setItem('other', 'x');
    storage.setItem(`${prefix}1`, '{');
    storage.setItem(`${prefix}2`, 'null');
    expect(createOutbox(storage, prefix, Date.now).list()).toEqual([]);
  });

  test('a failed message says why, until it is retried', () => {
    const outbox = createOutbox(createMemory(), prefix, Date.now);
    const { clientMessageId } = outbox.add('x');
    outbox.fail(clientMessageId, 'invalid');
    expect(outbox.list()[0]!.failed).toBe('invalid');
    outbox.retry(clientMessageId);
    expect(outbox.list()[0]!.failed).toBeUndefined();
  });

  test('makes ids that the server accepts', () => {
    const outbox = createOutbox(createMemory(), prefix, Date.now);
    expect(outbox.add('x').clientMessageId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });
});

describe('the sender', () => {
  /** A server that keeps each clientMessageId once, behind a line that loses requests and acks as told. */
  function world(faults: readonly ('none' | 'request' | 'ack')[]) {
    const outbox = createOutbox(createMemory(), prefix, Date.now);
    const log: string[] = [];
    const known = new Set<string>();
    const timers: Array<() => void> = [];
    let turn = 0;
    const sender = createSender({
      next: () => outbox.list().find((item) => !item.failed),
      async attempt({ clientMessageId, text }): Promise<Attempt> {
        const fault = faults[turn++] ?? 'none';
        if (fault === 'request') return { again: 1 };
        if (!known.has(clientMessageId)) log.push(text);
        known.add(clientMessageId);
        return fault === 'ack' ? { again: 1 } : { sent: true };
      },
      settle: (item) => outbox.remove(item.clientMessageId),
      exclusively: (work) => work(),
      later: (work) => timers.push(work),
    });
    const settle = async () => {
      for (let work = timers.shift(); work; work = timers.shift()) {
        work();
        await new Promise(setImmediate);
      }
    };
    return { outbox, log, sender, settle };
  }

  test('sends every message once and in order, whatever the line loses', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('none' as const, 'request' as const, 'ack' as const), { maxLength: 12 }),
        fc.integer({ min: 1, max: 5 }),
        async (faults, count) => {
          const { outbox, log, sender, settle } = world(faults);
          const written = Array.from({ length: count }, (_, index) => `m${index}`);
          for (const text of written) {
            outbox.add(text);
            void sender.flush();
          }
          await sender.flush();
          await settle();
          expect(log).toEqual(written);
          expect(outbox.list()).toEqual([]);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('goes on after a refused message', async () => {
    const outbox = createOutbox(createMemory(), prefix, Date.now);
    const sent: string[] = [];
    const sender = createSender({
      next: () => outbox.list().find((item) => !item.failed),
      attempt: async ({ text }) => (text === 'bad' ? { refused: 'invalid' } : { sent: true }),
      settle(item, outcome) {
        if ('refused' in outcome) return outbox.fail(item.clientMessageId, outcome.refused);
        sent.push(item.text);
        outbox.remove(item.clientMessageId);
      },
      exclusively: (work) => work(),
      later: setTimeout,
    });
    for (const text of ['bad', 'good']) outbox.add(text);
    await sender.flush();
    expect(sent).toEqual(['good']);
    expect(outbox.list()).toMatchObject([{ text: 'bad', failed: 'invalid' }]);
  });

  test('waits for the connection without a timer', async () => {
    const outbox = createOutbox(createMemory(), prefix, Date.now);
    outbox.add('x');
    let attempts = 0;
    const sender = createSender({
      next: () => outbox.list()[0],
      attempt: async () => (attempts++, { again: 'connected' }),
      settle: () => undefined,
      exclusively: (work) => work(),
      later: () => fail('no timer is needed'),
    });
    await sender.flush();
    expect(attempts).toBe(1);
    expect(texts(outbox.list())).toEqual(['x']);
  });
});
