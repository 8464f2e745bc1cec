import type { Session } from '../../protocol/model/session';
import { Icon } from '../icons';
import { t } from '../i18n/translate';

/** Only who is upset, while somebody can do something about it. */
export function SentimentMark({ session: { sentiment, status } }: { session: Session }) {
  if (sentiment !== 'negative' || status === 'closed') return null;
  return (
    <span className="priority urgent" title={t('The customer is upset')}>
      <Icon name="upset" size={14} label={t('Upset')} />
    </span>
  );
}
