import { eventually } from './eventually';
import { createWorkerThread, type ThreadOptions, type WorkerThread } from './worker-thread';

let thread: WorkerThread | undefined;
afterEach(async () => {
  await thread?.close();
  thread = undefined;
});

function start(options: Partial<ThreadOptions> = {}): WorkerThread {
  thread = createWorkerThread({
    from: __filename,
    module: '../../test/dev-env/thread-functions',
    timeMs: 60_000,
    memoryMb: 300,
    waiting: 8,
    keepMs: 60_000,
    ...options,
  });
  return thread;
}

describe('a worker thread', () => {
  it('calls functions with texts and bytes, and leaves the bytes to the caller', async () => {
    const { call } = start();
    expect(await call('upperCase', ['a'])).toBe('A');
    const bytes = Buffer.from([1, 2, 3]);
    expect(await call('reversed', [bytes])).toEqual({ length: 3, bytes: Buffer.from([3, 2, 1]) });
    expect([...bytes]).toEqual([1, 2, 3]);
    expect(await call('isBuffer', [bytes])).toBe(true);
    const large = Buffer.alloc(5 * 1024 * 1024 + 1, 7);
    const answer = (await call('reversed', [large])) as { bytes: Buffer };
    expect(answer.bytes.equals(large)).toBe(true);
  });

  it('lives from one call to the next, or has one a call', async () => {
    const kept = start();
    expect(await kept.call('whichThread', [])).toBe(await kept.call('whichThread', []));
    const before = await kept.call('whichThread', []);
    await kept.call('isBuffer', [Buffer.alloc(9 * 1024 * 1024)]);
    expect(await kept.call('whichThread', [])).not.toBe(before);
    await kept.close();
    const single = start({ keepMs: 0 });
    expect(await single.call('whichThread', [])).not.toBe(await single.call('whichThread', []));
  });

  it('ends when it has been idle', async () => {
    const { call } = start({ keepMs: 1 });
    const first = await call('whichThread', []);
    await eventually(async () => (await call('whichThread', [])) !== first);
  });

  it('hands on what the function refuses', async () => {
    await expect(start().call('refuse', [])).rejects.toMatchObject({
      name: 'DomainError',
      code: 'not_found',
      message: 'There is none.',
    });
  });

  it("is replaced after a fault, which is that call's alone", async () => {
    const { call } = start({ timeMs: 240_000 });
    const results = await Promise.allSettled([
      call('upperCase', ['a']),
      call('crash', []),
      call('upperCase', ['b']),
      call('overflow', []),
      call('grow', []),
      call('upperCase', ['c']),
    ]);
    expect(
      results.map((one) =>
        one.status === 'fulfilled' ? one.value : (one.reason as { reason: string }).reason,
      ),
    ).toEqual(['A', 'crash', 'B', 'crash', 'memory', 'C']);
  });

  it('is replaced when its time is over', async () => {
    const { call } = start({ timeMs: 3_000 });
    await expect(call('hang', [])).rejects.toMatchObject({ reason: 'time' });
    expect(await eventually(() => call('upperCase', ['a']))).toBe('A');
  });

  it('refuses more than may wait, and all of it when it is closed', async () => {
    const running = start({ waiting: 1 });
    const first = expect(running.call('hang', [])).rejects.toMatchObject({ reason: 'stopped' });
    const second = expect(running.call('upperCase', ['a'])).rejects.toMatchObject({ reason: 'stopped' });
    await expect(running.call('upperCase', ['b'])).rejects.toMatchObject({ reason: 'full' });
    await new Promise(setImmediate);
    await running.close();
    await Promise.all([first, second]);
    await expect(running.call('upperCase', ['c'])).rejects.toMatchObject({ reason: 'stopped' });
  });
});
