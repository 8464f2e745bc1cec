// Calls of customers: nobody answers them here, and whoever called waits for somebody.
// Source: Meta, "WhatsApp Business Calling API: webhooks" (field `calls`; events `connect` and `terminate`).
import type { ChannelEvent } from '../channel';
import { list, text, time, type Json } from './read-json';
import { senderOf } from './sender';

export function callEvents(value: Json): ChannelEvent[] {
  const calls = list(value['calls']);
  // Such as what is known of a permission to call.
  if (calls.length === 0) return [{ kind: 'not_understood', what: 'calls without a call' }];
  return calls.flatMap((call) => callEvent(call, value));
}

/** One line a call, once it is over. */
function callEvent(call: Json, value: Json): ChannelEvent[] {
  const [providerId, event, direction] = [text(call['id']), text(call['event']), text(call['direction'])];
  if (event === 'connect' || direction === 'BUSINESS_INITIATED') return [];
  const person = senderOf(call, value);
  if (event !== 'terminate' || providerId === undefined || !person)
    return [{ kind: 'not_understood', what: `a call: ${event ?? 'without an event'}` }];
  const seconds = Number(text(call['duration']) ?? 0);
  const at = time(call['timestamp']) ?? new Date(0).toISOString();
  const data = { standIn: true, call: { seconds } };
  if (seconds > 0)
    return [
      {
        kind: 'message',
        providerId,
        at,
        person,
        content: spoken(`Called: ${lasting(seconds)}`, data),
        past: true,
      },
    ];
  return [{ kind: 'message', providerId, at, person, content: spoken('Called, and nobody answered', data) }];
}

const spoken = (words: string, data: Json) => ({ type: 'text' as const, text: words, data });

function lasting(seconds: number): string {
  return seconds < 60 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
