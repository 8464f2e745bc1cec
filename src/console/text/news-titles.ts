import type { NewsKind } from '../../protocol/notifications';
import { t } from '../i18n/translate';

/** What happened, as notifications say it. */
export const newsTitles: Record<NewsKind, string> = {
  assigned: t('A conversation is yours now'),
  unanswered: t('A customer waits for your answer'),
  message: t('A customer wrote to you'),
  waiting: t('A customer waits for a person'),
  returned: t('A conversation that you put away is back'),
  mentioned: t('A colleague mentioned you'),
  due_soon: t('What you promised is due soon'),
  overdue: t('What you promised is overdue'),
  not_sent: t('A scheduled reply was not sent'),
};
