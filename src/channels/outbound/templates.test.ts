import { DomainError } from '../../errors';
import { createLog, type Log } from '../../log';
import type { ChannelList } from '../channel';
import { createTemplates } from './templates';

/** What is logged when the templates of one channel are asked for and this comes of it. */
async function loggedOf(failure: Error): Promise<Array<[level: string, said: object]>> {
  const said: Array<[string, object]> = [];
  const note = (level: string) => (what: object) => void said.push([level, what]);
  const log = { ...createLog('silent'), info: note('info'), warn: note('warn') } as unknown as Log;
  const channel = { id: 'c', organizationId: 'o', type: 'whatsapp', isActive: true, config: {} };
  const templates = createTemplates({
    channels: { get: () => ({ templates: () => Promise.reject(failure) }) } as unknown as ChannelList,
    channelById: () => Promise.resolve(channel as never),
    channelIds: () => Promise.resolve(['c']),
    store: { get: () => Promise.resolve(undefined), put: () => Promise.reject(failure) },
    log,
  });
  await templates.refreshMany();
  return said;
}

test('Templates that cannot be had are one line of the log that says what to do; a fault is a warning with its place', async () => {
  const why = 'Put the id of the account into the settings.';
  expect(await loggedOf(new DomainError('conflict', why))).toEqual([['info', { channelId: 'c', why }]]);
  const fault = new Error('broken');
  expect(await loggedOf(fault)).toEqual([['warn', { err: fault, channelId: 'c' }]]);
});
