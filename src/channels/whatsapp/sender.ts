// Who it is from, by all that the body says of them.
import type { Identity, Person } from '../channel';
import { list, object, text, type Json } from './read-json';

/** The phone first, when it is known: what is sent to it keeps the number in later webhooks. */
export function senderOf(message: Json, value: Json): Person | undefined {
  const from = text(message['from']);
  const contact = contactOf(value, from);
  const phone = from ?? text(contact['wa_id']);
  const userId = text(message['from_user_id']) ?? text(contact['user_id']);
  return personOf(phone, userId, text(object(contact['profile'])['name']));
}

export function personOf(phone?: string, userId?: string, name?: string): Person | undefined {
  const identities: Identity[] = [
    ...(phone !== undefined ? [{ kind: 'phone' as const, value: phoneOf(phone) }] : []),
    ...(userId !== undefined ? [{ kind: 'whatsapp' as const, value: userId }] : []),
  ];
  const [first, ...rest] = identities;
  return first && { identities: [first, ...rest], ...(name && { name }) };
}

/** A body may name several contacts: the one of this sender, else the only one. */
function contactOf(value: Json, from: string | undefined): Json {
  const contacts = list(value['contacts']);
  const own = contacts.find((contact) => from !== undefined && text(contact['wa_id']) === from);
  return own ?? (contacts.length === 1 ? contacts[0]! : {});
}

/** E.164 with its plus; what is no number stays as it is. */
export function phoneOf(value: string): string {
  return /^\d{5,15}$/.test(value) ? `+${value}` : value;
}
