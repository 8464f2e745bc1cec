import { healthParts, healthStates, type HealthItem } from '../../../protocol/health';
import { healthWords, overall } from './health-words';

it('has words for every part in every state, and something to do for what is broken', () => {
  for (const part of healthParts)
    for (const state of healthStates) {
      const { title, what, todo } = healthWords({ part, state, name: 'X', kind: 'web' });
      expect(`${title}${what}`).not.toMatch(/undefined|!/);
      if (state === 'wrong' && !['address', 'backup'].includes(part))
        expect([part, todo]).toEqual([part, expect.any(String)]);
    }
});

it('names a part that it does not know, as a server may that is newer than the tab', () => {
  const item = {
    part: 'teleport',
    state: 'wrong',
    kind: 'quantum',
    bytes: 3 * 1024 ** 3,
  } as unknown as HealthItem;
  expect(healthWords(item)).toEqual({ title: 'teleport: quantum', what: '3 GB are left.' });
});

it('says numbers', () => {
  const what = (item: Partial<HealthItem>) => healthWords({ part: 'jobs', state: 'look', ...item }).what;
  expect(what({ failed: 2, waitingMs: 125_000 })).toContain(
    '2 jobs have failed. The oldest has waited 2 min.',
  );
  expect(what({ part: 'disk', state: 'look', bytes: 700 * 1024 ** 2 })).toBe(
    'Room runs short. 0.7 GB are left.',
  );
  expect(what({ part: 'channel', failed: 1 })).toContain('One message did not arrive in the last day.');
});

it('says in one sentence how all of it is', () => {
  const of = (...states: HealthItem['state'][]) => overall(states.map((state) => ({ part: 'disk', state })));
  expect([
    of('ok', 'off', 'unknown'),
    of('ok', 'look'),
    of('look', 'look'),
    of('look', 'wrong'),
    of('wrong', 'wrong'),
  ]).toEqual([
    'All works.',
    'All works; look at one part.',
    'All works; look at 2 parts.',
    'One part is broken.',
    '2 parts are broken.',
  ]);
});
