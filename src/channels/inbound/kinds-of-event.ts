// What a raw event holds, in a word each: for lists of events, so that nobody opens each to find one.
import type { Page } from '../../sessions/store';
import type { Channel, ChannelEvent, ChannelList } from '../channel';
import type { InboundEventList, ListedEvent } from '../store';

export type EventWithKinds = Omit<ListedEvent, 'body'> & { kinds: string[] };

export function withKinds(list: InboundEventList['list'], channels: ChannelList) {
  return async (...asked: Parameters<typeof list>): Promise<Page<EventWithKinds>> => {
    const { items, nextCursor } = await list(...asked);
    return {
      items: items.map(({ body, ...event }) => ({
        ...event,
        kinds: body ? kindsOf(channels.get(event.channelType), { body, headers: event.headers }) : [],
      })),
      nextCursor,
    };
  };
}

/** Each kind once; none where it says nothing that is known, cannot be read, or would take long to read. */
function kindsOf(
  channel: Channel | undefined,
  raw: { body: Buffer; headers: Record<string, string> },
): string[] {
  try {
    return [...new Set((channel?.parse?.(raw) ?? []).map(kindOf))];
  } catch {
    return [];
  }
}

function kindOf(event: ChannelEvent): string {
  if (event.kind === 'state') return event.delivery;
  if (event.kind !== 'message') return event.kind;
  if (event.past) return 'history';
  return event.fromTeam ? 'echo' : event.content.type;
}
