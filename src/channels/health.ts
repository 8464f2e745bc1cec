// How each channel fares: by what is sent and what comes in, and by a look at it now and then.
import { LRUCache } from 'lru-cache';
import pLimit from 'p-limit';
import type { Log } from '../log';
import type { Health } from '../protocol/model/channel';
import type { ChannelList, SendOutcome } from './channel';
import type { KnownChannel } from './store';

export interface HealthDeps {
  channels: ChannelList;
  channelById(id: string): Promise<KnownChannel | undefined>;
  channelIds(): Promise<string[]>;
  /** Changes what is given; with `ok` true, an error of before is forgotten. */
  note(channelId: string, health: Partial<Health>): Promise<void>;
  log: Log;
}

/** The same is noted this often. */
const againMs = 60_000;
const channelsAtOnce = 4;

export type ChannelHealth = ReturnType<typeof createHealth>;

export function createHealth({ channels, channelById, channelIds, note, log }: HealthDeps) {
  /** What this node noted last, by what it is about. */
  const noted = new LRUCache<string, string>({ max: 10_000, ttl: againMs });

  function tell(channelId: string, about: 'event' | 'send', health: Partial<Health>): void {
    const [key, said] = [`${about} ${channelId}`, `${health.ok} ${health.lastError}`];
    if (noted.get(key) === said) return;
    noted.set(key, said);
    note(channelId, health).catch((error: unknown) => {
      noted.delete(key);
      log.debug({ err: error, channelId }, 'could not note how a channel fares');
    });
  }

  const failed = (lastError: string): Partial<Health> => ({
    ok: false,
    lastError,
    lastErrorAt: new Date().toISOString(),
  });

  return {
    /** Something came in, and its signature was right. */
    cameIn: (channelId: string): void => tell(channelId, 'event', { lastEventAt: new Date().toISOString() }),

    /** What came of sending. A message that is refused says nothing of its channel, unless the channel is why. */
    tried(channelId: string, outcome: SendOutcome): void {
      if (outcome.outcome === 'sent') return tell(channelId, 'send', { ok: true });
      if ('channelFails' in outcome && outcome.channelFails) tell(channelId, 'send', failed(outcome.reason));
    },

    failed: (channelId: string, reason: string): void => tell(channelId, 'send', failed(reason)),

    /** A look at every channel that can be asked. */
    async checkAll(): Promise<void> {
      await pLimit(channelsAtOnce).map(await channelIds(), async (id) => {
        try {
          const known = await channelById(id);
          const check = known?.isActive ? channels.get(known.type)?.check : undefined;
          if (!check) return;
          const { ok, lastError } = await check(known!.config, id);
          await note(id, ok ? { ok } : failed(lastError ?? 'It does not work.'));
        } catch (error) {
          log.warn({ err: error, channelId: id }, 'could not check a channel');
        }
      });
    },
  };
}
