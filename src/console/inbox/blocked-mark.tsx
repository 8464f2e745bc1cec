import type { Session } from '../../protocol/model/session';
import { Icon } from '../icons';
import { t } from '../i18n/translate';

/** Only where the customer is. */
export function BlockedMark({ session: { customerBlocked } }: { session: Session }) {
  if (!customerBlocked) return null;
  return (
    <span className="priority urgent" title={t('This customer is blocked')}>
      <Icon name="lock" size={12} />
      <span>{t('Blocked')}</span>
    </span>
  );
}
