// Where a merged conversation goes on, beside it wherever there is room for a way there.
import { Link } from 'react-router';
import type { Session } from '../../protocol/model/session';
import { Icon } from '../icons';
import { clip } from '../text/clip';
import { t } from '../i18n/translate';
import { shownAs } from './use-mergeable';

interface Props {
  session: Pick<Session, 'mergedInto'>;
  /** The one that is on the screen. */
  here?: string;
  /** Among which it may be, to be called by its name. */
  others?: readonly Session[];
}

export function MergedInto({ session: { mergedInto }, here, others = [] }: Props) {
  if (mergedInto === undefined) return null;
  const other = others.find(({ id }) => id === mergedInto);
  const name = clip((other && shownAs(other)) ?? '', 60);
  return (
    <p className="merged-into quiet">
      <Icon name="merge" size={12} />{' '}
      {mergedInto === here ? (
        t('Merged into this one')
      ) : (
        <Link className="link" to={`/inbox/${mergedInto}?tab=all`}>
          <bdi>
            {name ? t('Merged into “{subject}”', { subject: name }) : t('Merged into another conversation')}
          </bdi>
        </Link>
      )}
    </p>
  );
}
