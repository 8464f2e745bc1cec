import type { Session } from '../../protocol/model/session';
import { t } from '../words/words';

/** What a conversation that is over says of itself: one that was merged goes on in another one. */
export const closedWord = ({ mergedInto }: Pick<Session, 'mergedInto'>): string =>
  mergedInto ? t('Merged|one conversation') : t('Closed|one conversation');
