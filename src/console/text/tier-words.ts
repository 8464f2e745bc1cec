import type { Tier } from '../../protocol/model/tier';
import { t } from '../i18n/translate';

export const tierWords: Record<Tier, string> = {
  standard: t('Standard'),
  priority: t('Priority'),
  vip: t('VIP'),
};
