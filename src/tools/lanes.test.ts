import { eventually } from './eventually';
import { createLanes } from './lanes';

test('a lane that hangs fills itself and no other; what waits under a name waits once; closing lets what runs end', async () => {
  const errors: unknown[] = [];
  const lanes = createLanes(2, (error) => errors.push(error));
  const began: string[] = [];
  const ends: Array<() => void> = [];
  const hang = (name: string) => () => {
    began.push(name);
    return new Promise<void>((resolve) => ends.push(resolve));
  };
  for (const name of ['a', 'b', 'c', 'c', 'd']) lanes.run('slow', name, hang(name));
  lanes.run('fast', 'x', () => Promise.reject(new Error('x failed')));
  lanes.run('fast', 'y', () => {
    began.push('y');
    return Promise.resolve();
  });
  await eventually(() => began.includes('y'));
  expect([began, errors]).toEqual([['a', 'b', 'y'], [new Error('x failed')]]);
  ends.shift()!();
  await eventually(() => began.includes('c'));
  const closed = lanes.close(60_000);
  for (const end of ends) end();
  await closed;
  expect(began).toEqual(['a', 'b', 'y', 'c']);
});
