// Which page of the organization's own loads the widget: said by the browser that loads it, and kept at the channel.
import { LRUCache } from 'lru-cache';
import type { Log } from '../../log';

export interface WidgetPagesDeps {
  note(channelKey: string, page: { seenOn: string; seenAt: string }): Promise<void>;
  log: Log;
}

/** A page and a channel are noted once in this time: every visitor's browser says the same. */
const againMs = 24 * 3_600_000;
/** Anybody may say any page: of a channel one is noted in this time. */
const pauseMs = 60_000;

export function createWidgetPages({ note, log }: WidgetPagesDeps) {
  const noted = new LRUCache<string, true>({ max: 1_000, ttl: againMs });
  const lately = new LRUCache<string, true>({ max: 10_000, ttl: pauseMs });
  return function seen(channelKey: string, origin: string): void {
    const which = `${channelKey} ${origin}`;
    if (noted.has(which) || lately.has(channelKey)) return;
    noted.set(which, true);
    lately.set(channelKey, true);
    note(channelKey, { seenOn: origin, seenAt: new Date().toISOString() }).catch((error: unknown) => {
      noted.delete(which);
      log.debug({ err: error }, 'could not note which page loads the widget');
    });
  };
}
