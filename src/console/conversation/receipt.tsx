import type { Message } from '../../protocol/model/message';
import { Icon, type IconName } from '../icons';
import { clock } from '../text/time';

/** How far a message has come; in words, since colour alone says nothing. */
export function Receipt({ message }: { message: Message }) {
  const [icon, words, bad] = wordsFor(message);
  return (
    <p className={bad ? 'receipt failed' : 'receipt'} role={bad ? 'alert' : undefined}>
      <Icon name={icon} size={14} />
      <span>{words}</span>
    </p>
  );
}

function wordsFor({ delivery, deliveryError, isRead, readAt }: Message): [IconName, string, boolean?] {
  if (delivery === 'failed') return ['alert', `Not delivered. ${deliveryError ?? ''}`, true];
  if (delivery === 'uncertain') {
    return [
      'alert',
      `It is not known whether this arrived. ${deliveryError ?? 'Ask before you send it again.'}`,
      true,
    ];
  }
  if (isRead || delivery === 'read') return ['checks', readAt ? `Read ${clock(readAt)}` : 'Read'];
  if (delivery === 'delivered') return ['checks', 'Delivered'];
  if (delivery === 'queued' || delivery === 'sending') return ['clock', 'On its way'];
  return ['check', 'Sent'];
}
