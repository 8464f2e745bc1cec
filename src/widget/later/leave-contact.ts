import type { Chat } from '../chat';

/** An e-mail address or a phone number, for an answer to who has left. */
export async function leaveContact(
  chat: Chat,
  contact: Partial<Record<'name' | 'email' | 'phone', string>>,
): Promise<'done' | 'contactWrong' | 'notDone'> {
  const ack = await chat.call('customer:contact', contact);
  if (!ack.ok) return ack.error.code === 'invalid' ? 'contactWrong' : 'notDone';
  chat.update((state) => ({ ...state, introduced: true }));
  return 'done';
}
