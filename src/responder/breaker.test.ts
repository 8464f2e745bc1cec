import { createBreaker, createBreakers } from './breaker';
import { ProviderFailure } from './providers/provider';

const fail = () => Promise.reject(new ProviderFailure('down'));
const unusable = () => Promise.reject(new Error('an answer without words'));
const answer = () => Promise.resolve('up');

it('opens after failures in a row, and lets one call try after a while', async () => {
  let time = 0;
  const breaker = createBreaker({ failures: 2, openMs: 100, now: () => time });
  for (let i = 0; i < 2; i += 1) await expect(breaker.run(fail)).rejects.toThrow('down');
  await expect(breaker.run(answer)).rejects.toThrow('left alone');
  time = 150;
  let finish = (_: string) => {};
  const trial = breaker.run(() => new Promise<string>((resolve) => (finish = resolve)));
  await expect(breaker.run(answer)).rejects.toThrow('left alone');
  finish('up');
  expect(await trial).toBe('up');
  expect(await breaker.run(answer)).toBe('up');
});

it('forgets failures that are not in a row', async () => {
  const breaker = createBreaker({ failures: 2 });
  await expect(breaker.run(fail)).rejects.toThrow();
  await breaker.run(answer);
  await expect(breaker.run(fail)).rejects.toThrow();
  expect(breaker.isOpen()).toBe(false);
});

it('counts what the provider does, and nothing that a question brought about', async () => {
  const breaker = createBreaker({ failures: 2 });
  for (let i = 0; i < 5; i += 1) await expect(breaker.run(unusable)).rejects.toThrow('without words');
  expect(breaker.isOpen()).toBe(false);
});

it('a trial that tells nothing of the provider makes room for the next', async () => {
  let time = 0;
  const breaker = createBreaker({ failures: 1, openMs: 100, now: () => time });
  await expect(breaker.run(fail)).rejects.toThrow('down');
  time = 150;
  await expect(breaker.run(unusable)).rejects.toThrow('without words');
  expect(await breaker.run(answer)).toBe('up');
});

it('of one organization says nothing of another', async () => {
  const breakers = createBreakers({ failures: 1 });
  await expect(breakers.of('a', 'x').run(fail)).rejects.toThrow('down');
  await expect(breakers.of('a', 'x').run(answer)).rejects.toThrow('left alone');
  expect(await breakers.of('b', 'x').run(answer)).toBe('up');
  expect(await breakers.of('a', 'y').run(answer)).toBe('up');
  expect(breakers.open()).toBe(1);
});
