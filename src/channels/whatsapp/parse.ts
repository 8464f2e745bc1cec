// One webhook body to what it says: messages, states, changed identities, and what is not understood. Pure.
// Source: Meta, WhatsApp Cloud API webhooks; business-scoped user ids since April 2026, ids that change since 2026-08-11.
import type { Delivery } from '../../protocol/model/message';
import type { ChannelEvent, Identity, RawEvent } from '../channel';
import { detailsOf, isChannelFailure, reasonOf } from './errors';
import { callEvents } from './calls';
import { contentOf, kindOf } from './message-content';
import { paymentEvent } from './payments';
import { list, object, text, time, type Json } from './read-json';
import { personOf, phoneOf, senderOf } from './sender';

/** What Meta calls a state, and the state that it means. 'played' is a recording that was heard. */
const states: Record<string, Delivery> = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  played: 'read',
  failed: 'failed',
};

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

const cannotBeShown = 'A message that WhatsApp does not pass on';

export function parse({ body }: RawEvent): ChannelEvent[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch {
    return [{ kind: 'not_understood', what: 'The body is no JSON.' }];
  }
  const changes = list(object(parsed)['entry']).flatMap((entry) => list(entry['changes']));
  if (changes.length === 0) return [notUnderstood('nothing that WhatsApp is known to send')];
  return changes.flatMap(({ field, value }) => changeEvents(text(field), object(value)));
}

function changeEvents(field: string | undefined, value: Json): ChannelEvent[] {
  switch (field) {
    case 'messages':
      return [
        ...list(value['messages']).flatMap((message) => messageEvents(message, value)),
        ...list(value['statuses']).map((status) => paymentEvent(status) ?? stateEvent(status)),
        ...list(value['errors']).map((error) => notUnderstood(`Meta reports: ${detailsOf(error)}`)),
      ];
    case 'calls':
      return callEvents(value);
    case 'smb_message_echoes':
      return list(value['message_echoes']).map((echo) => echoEvent(echo, value));
    case 'history':
      return historyEvents(value);
    case 'standby':
      return [
        ...list(value['messages']).map((message) => asPast(messageEvent(message, value))),
        ...list(value['statuses']).map(stateEvent),
      ];
    default:
      return [notUnderstood(`field ${field ?? 'without a name'}`)];
  }
}

/** A kind that is not known is a message that somebody must see, and shows among what was not understood. */
function messageEvents(message: Json, value: Json): ChannelEvent[] {
  const event = messageEvent(message, value);
  const kind = kindOf(message) ?? 'without a name';
  const isNew = event.kind === 'message' && event.content.data?.['notUnderstood'] !== undefined;
  return isNew && kind !== 'unsupported' ? [event, notUnderstood(`a message of the kind ${kind}`)] : [event];
}

function messageEvent(message: Json, value: Json): ChannelEvent {
  const providerId = text(message['id']);
  if (providerId === undefined) return notUnderstood('a message without an id');
  // Answered, it would be to one of them alone.
  if (text(message['group_id']) !== undefined)
    return notUnderstood('a message in a group: only conversations with one person are served');
  const at = time(message['timestamp']) ?? new Date(0).toISOString();
  const kind = kindOf(message);
  if (kind === 'system') return systemEvent(object(message['system']), message, at);
  const person = senderOf(message, value);
  if (!person) return notUnderstood(`a message without a sender (${providerId})`);
  const base = { providerId, at, person };
  const target = targetOf(message, kind);
  if (kind === 'reaction' || kind === 'edit' || kind === 'revoke') {
    if (target === undefined) return notUnderstood(`a ${kind} of nothing (${providerId})`);
    const part = object(message[kind]);
    const emoji = text(part['emoji']);
    if (kind === 'reaction') return { ...base, kind, target, ...(emoji && { emoji }) };
    if (kind === 'revoke') return { ...base, kind, target };
    const edited = contentOf(object(part['message']))?.text ?? text(object(part['text'])['body']);
    return { ...base, kind, target, ...(edited !== undefined && { text: edited }) };
  }
  const replyTo = text(object(message['context'])['id']);
  const content = contentOf(message) ?? {
    type: 'text' as const,
    text: cannotBeShown,
    data: unknownOf(message),
  };
  const choice = choiceOf(object(message['interactive']));
  return { ...base, kind: 'message', content, ...(replyTo && { replyTo }), ...(choice && { choice }) };
}

/** A button or a row that was tapped has the id that we gave it. */
function choiceOf({ button_reply: button, list_reply: row }: Json): string | undefined {
  return text(object(button ?? row)['id']);
}

function targetOf(message: Json, kind: string | undefined): string | undefined {
  const part = object(message[kind ?? '']);
  return text(part['message_id'] ?? part['original_message_id']);
}

function unknownOf(message: Json): Json {
  const error = list(message['errors'])[0];
  return {
    standIn: true,
    notUnderstood: kindOf(message) ?? 'unknown',
    ...(error && { error: detailsOf(error) }),
  };
}

/** A number or a user id that is another one from now on. */
function systemEvent(system: Json, message: Json, at: string): ChannelEvent {
  const type = text(system['type']);
  if (type === 'user_changed_number' || type === 'customer_changed_number') {
    const before = text(message['from']) ?? text(system['customer']);
    const after = text(system['wa_id'] ?? system['new_wa_id']);
    if (before && after) return { kind: 'identity_changed', at, from: phone(before), to: phone(after) };
  }
  if (type === 'user_changed_user_id') {
    const before = text(system['previous_user_id']);
    const after = text(system['user_id']) ?? text(message['from_user_id']);
    if (before && after) return { kind: 'identity_changed', at, from: userId(before), to: userId(after) };
  }
  return notUnderstood(`system message ${type ?? 'without a type'}`);
}

const phone = (value: string): Identity => ({ kind: 'phone', value: phoneOf(value) });
const userId = (value: string): Identity => ({ kind: 'whatsapp', value });

function stateEvent(status: Json): ChannelEvent {
  const target = text(status['id']);
  const named = text(status['status']) ?? '';
  const delivery = states[named];
  if (target === undefined || delivery === undefined)
    return notUnderstood(`state ${named || 'without a name'}${target === undefined ? '' : ` of ${target}`}`);
  const error = list(status['errors'])[0];
  const at = time(status['timestamp']) ?? new Date(0).toISOString();
  const ours = text(status['biz_opaque_callback_data']);
  return {
    kind: 'state',
    target,
    delivery,
    at,
    ...(ours !== undefined && uuid.test(ours) && { tryId: ours }),
    ...(error && { error: reasonOf(error) }),
    ...(error && isChannelFailure(error) && { channelFails: true }),
  };
}

/** What the business wrote on the phone that shares the number. */
function echoEvent(echo: Json, value: Json): ChannelEvent {
  const person = personOf(text(echo['to']), text(echo['to_user_id']));
  const event = messageEvent({ ...echo, from: echo['to'], from_user_id: echo['to_user_id'] }, value);
  return 'person' in event && person ? { ...event, person, fromTeam: true } : event;
}

/** Up to six months, in chunks: imported, waking nobody. */
function historyEvents(value: Json): ChannelEvent[] {
  const ours = text(object(value['metadata'])['display_phone_number'])?.replace(/\D/g, '');
  return list(value['history']).flatMap((chunk) =>
    list(chunk['threads']).flatMap((thread) =>
      list(thread['messages']).map((message) => {
        const mine = ours !== undefined && text(message['from']) === ours;
        const other = text(thread['id']);
        const event = messageEvent({ ...message, from: mine ? other : (message['from'] ?? other) }, value);
        return asPast(event.kind === 'message' && mine ? { ...event, fromTeam: true } : event);
      }),
    ),
  );
}

function asPast(event: ChannelEvent): ChannelEvent {
  return event.kind === 'message' ? { ...event, past: true } : event;
}

function notUnderstood(what: string): ChannelEvent {
  return { kind: 'not_understood', what };
}
