import { notifications } from '@mantine/notifications';
import type { Message } from '../../protocol/model/message';
import { Icon } from '../icons';
import { linkTo } from './link-to';
import { t } from '../i18n/translate';

/** Where the browser gives no page its clipboard, as without https, the link is shown to be copied by hand. */
export async function copyLink(sessionId: string, seq?: number): Promise<void> {
  const link = linkTo(location.origin, sessionId, seq);
  try {
    await navigator.clipboard.writeText(link);
    notifications.show({ message: t('Link copied') });
  } catch {
    notifications.show({ title: t('Copy this link'), message: link, autoClose: false });
  }
}

/** Beside a message while the pointer or the focus is at it: it takes no room. */
export function CopyMessageLink({ message: { sessionId, seq } }: { message: Message }) {
  const words = t('Copy a link to this message');
  return (
    <button
      type="button"
      className="message-link"
      aria-label={words}
      title={words}
      onClick={() => void copyLink(sessionId, seq)}
    >
      <Icon name="copy" size={14} />
    </button>
  );
}
