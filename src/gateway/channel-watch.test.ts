import type { Log } from '../log';
import { watchChannels } from './channel-watch';
import type { CustomerNamespace } from './sockets';

test('That channels cannot be looked at is a warning, once while it lasts', async () => {
  jest.useFakeTimers();
  const said: string[] = [];
  const log = { warn: () => said.push('warn'), debug: () => said.push('debug') } as unknown as Log;
  const socket = { data: { visitor: { channelId: 'c' } } };
  const customers = { sockets: new Map([['s', socket]]) } as unknown as CustomerNamespace;
  let down = true;
  const shown = { name: 'Web' } as never;
  const channelsNow = () =>
    down
      ? Promise.reject(new Error('gone'))
      : Promise.resolve(new Map([['c', { isActive: true, secretStamp: '', shown, teamHours: new Map() }]]));
  const stop = watchChannels({ customers, log, channelsNow, awaitedTeams: () => Promise.resolve(new Map()) });
  const pass = () => jest.advanceTimersByTimeAsync(2_500);
  await pass();
  await pass();
  down = false;
  await pass();
  down = true;
  await pass();
  stop();
  jest.useRealTimers();
  expect(said).toEqual(['warn', 'debug', 'warn']);
});
