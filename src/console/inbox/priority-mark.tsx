import type { Session } from '../../protocol/model/session';
import { Icon } from '../icons';
import { t } from '../i18n/translate';

/** Only what comes before the others says so. */
export function PriorityMark({ session: { priority } }: { session: Session }) {
  if (priority !== 'high' && priority !== 'urgent') return null;
  return (
    <span className={`priority ${priority}`}>
      <Icon name="up" size={12} />
      <span>{priority === 'urgent' ? t('Urgent') : t('High')}</span>
    </span>
  );
}
