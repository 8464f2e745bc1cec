import type { Tier } from '../../protocol/model/tier';
import { t } from '../words/words';

export const tierWords: Record<Tier, string> = {
  standard: t('Standard'),
  priority: t('Priority'),
  vip: t('VIP'),
};
