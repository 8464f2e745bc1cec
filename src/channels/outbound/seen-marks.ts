// The customer sees that somebody reads and writes: one call marks what was read and shows typing. Nothing depends on it.
import { LRUCache } from 'lru-cache';
import type { EventBus } from '../../events';
import type { Log } from '../../log';
import type { SessionState } from '../../sessions/session';
import type { MessageLog } from '../../sessions/store';
import type { ChannelList } from '../channel';
import type { KnownChannel } from '../store';

export interface SeenMarksDeps {
  channels: ChannelList;
  channelById(id: string): Promise<KnownChannel | undefined>;
  events: Pick<EventBus, 'on'>;
  messages: Pick<MessageLog, 'read'>;
  log: Log;
}

/** Messages that are looked through for the customer's last one. */
const lookBack = 50;
/** The sign of typing lasts for about as long: it is shown again after that. */
const againMs = 15_000;

export function createSeenMarks({ channels, channelById, events, messages, log }: SeenMarksDeps) {
  const shown = new LRUCache<string, true>({ max: 10_000, ttl: againMs });

  async function mark(session: SessionState, typing: boolean): Promise<void> {
    const { organizationId, id: sessionId, channelId, channelType } = session;
    const channel = channels.get(channelType);
    if (!channel?.seen) return;
    if (typing && shown.has(sessionId)) return;
    if (typing) shown.set(sessionId, true);
    const known = await channelById(channelId);
    const read = await messages.read({ organizationId, sessionId }, { limit: lookBack });
    const last = read.findLast(({ sender }) => sender === 'customer')?.metadata.channelMessageId;
    if (known?.isActive && last !== undefined) await channel.seen(known.config, last, typing);
  }

  const quietly = (session: SessionState, typing: boolean): void => {
    mark(session, typing).catch((error: unknown) =>
      log.debug({ err: error, sessionId: session.id }, 'could not mark as read on the channel'),
    );
  };

  const off = [
    events.on('thinking', ({ session, typing }) => typing && quietly(session, true)),
    events.on('typing', ({ session }) => quietly(session, true)),
    events.on('messageChanged', ({ session, reader }) => reader === 'team' && quietly(session, false)),
  ];
  return { stop: () => off.forEach((stop) => stop()) };
}
