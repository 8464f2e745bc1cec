import type { Role } from '../../protocol/model/roles';
import { t } from '../i18n/translate';

export const roleWords: Readonly<Record<Role, string>> = {
  agent: t('agent'),
  supervisor: t('supervisor'),
  admin: t('admin'),
};
