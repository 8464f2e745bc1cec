import { spawnSync } from 'node:child_process';
import { getEventListeners } from 'node:events';
import { linkSignals, withinLimits } from './linked-signal';

const never = () => new Promise<never>(() => {});

test('It fires with the first of its sources, and leaves nothing on the others', () => {
  const [closing, own] = [new AbortController(), new AbortController()];
  const { signal } = linkSignals({ signals: [closing.signal, undefined, own.signal], timeoutMs: 60_000 });
  own.abort('taken');
  expect([signal.aborted, signal.reason]).toEqual([true, 'taken']);
  expect(getEventListeners(closing.signal, 'abort')).toEqual([]);
});

test('Of a source that fired before it fires at once', () => {
  const gone = AbortSignal.abort('gone');
  expect(linkSignals({ signals: [new AbortController().signal, gone] }).signal.reason).toBe('gone');
});

test('However the work ends, its sources hold no listener of it', async () => {
  const closing = new AbortController();
  const limits = { signals: [closing.signal] };
  await expect(withinLimits(limits, async () => 'done')).resolves.toBe('done');
  await expect(withinLimits(limits, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  await expect(withinLimits({ ...limits, timeoutMs: 1 }, never)).rejects.toMatchObject({
    name: 'TimeoutError',
  });
  expect(getEventListeners(closing.signal, 'abort')).toEqual([]);
});

test('Much work under way is not warned of as a leak', () => {
  const program = `
    const { linkSignals } = require('./src/tools/linked-signal');
    const { signal } = new AbortController();
    for (let i = 0; i < 20; i += 1) linkSignals({ signals: [signal] });`;
  const env = { ...process.env, NODE_NO_WARNINGS: '0', NODE_OPTIONS: '' };
  const { stderr, status } = spawnSync(process.execPath, ['--require', 'tsx/cjs', '-e', program], { env });
  expect([status, String(stderr)]).toEqual([0, '']);
});

test('Work that does not listen is not waited for, and none begins after the end', async () => {
  const closing = new AbortController();
  const waiting = withinLimits({ signals: [closing.signal] }, never);
  closing.abort(new Error('stopped'));
  await expect(waiting).rejects.toThrow('stopped');
  const work = jest.fn(never);
  await expect(withinLimits({ signals: [closing.signal] }, work)).rejects.toThrow('stopped');
  expect(work).not.toHaveBeenCalled();
});
