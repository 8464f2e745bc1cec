// What became of a payment that was asked for in the chat: it comes as a state, and is worth a line.
// Source: Meta, "Payments API: webhooks" (`statuses` of the type `payment`; amounts are whole numbers with an offset).
import type { ChannelEvent } from '../channel';
import { joined, object, text, time, type Json } from './read-json';
import { personOf } from './sender';

/** Undefined for a state of something else. */
export function paymentEvent(status: Json): ChannelEvent | undefined {
  if (text(status['type']) !== 'payment') return undefined;
  const [id, named] = [text(status['id']), text(status['status']) ?? 'unknown'];
  const payment = object(status['payment']);
  const person = personOf(text(status['recipient_id']), text(status['recipient_user_id']));
  if (id === undefined || !person) return { kind: 'not_understood', what: `a payment of nobody: ${named}` };
  const reference = text(payment['reference_id']);
  const words = joined([`Payment ${named}`, amountOf(payment)], ': ')!;
  return {
    kind: 'message',
    providerId: `${id}/payment/${named}`,
    at: time(status['timestamp']) ?? new Date(0).toISOString(),
    person,
    content: {
      type: 'text',
      text: reference === undefined ? words : `${words} (${reference})`,
      data: { standIn: true, payment },
    },
    past: true,
  };
}

function amountOf({ amount, currency }: Json): string | undefined {
  const { value, offset } = object(amount);
  const whole = Number(text(value));
  const parts = Number(text(offset) ?? 1);
  if (!Number.isFinite(whole) || !(parts > 0)) return undefined;
  return joined([(whole / parts).toFixed(parts > 1 ? 2 : 0), text(currency)], ' ');
}
