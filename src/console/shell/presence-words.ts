import type { Presence } from '../../protocol/model/presence';
import { t } from '../i18n/translate';

export const presenceWords: Readonly<Record<Presence, string>> = {
  online: t('Online'),
  away: t('Away'),
  offline: t('Offline'),
};
