import type { Role } from '../../protocol/model/roles';
import { t } from '../words/words';

export const roleWords: Readonly<Record<Role, string>> = {
  agent: t('agent'),
  supervisor: t('supervisor'),
  admin: t('admin'),
};
