import type { Session } from '../../protocol/model/session';
import { t } from '../i18n/translate';

/** What a conversation that is over says of itself: one that was merged goes on in another one. */
export const closedWord = ({ mergedInto }: Pick<Session, 'mergedInto'>): string =>
  mergedInto ? t('Merged|one conversation') : t('Closed|one conversation');
