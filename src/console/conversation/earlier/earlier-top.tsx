import { Button, Loader } from '@mantine/core';
import { Link } from 'react-router';
import { sentence } from '../../data/failure';
import { dateShort } from '../../text/time';
import { t } from '../../i18n/translate';
import type { Earlier } from './use-earlier';

type Props = Pick<Earlier, 'next' | 'isFull' | 'isLoading' | 'error' | 'more'> & { customerId: string };

/** Above the first message that is held: what comes before it. */
export default function EarlierTop({ next, isFull, isLoading, error, more, customerId }: Props) {
  if (isLoading) return <Loader size="xs" aria-label={t('Loading earlier messages')} />;
  if (error)
    return (
      <p className="quiet" role="alert">
        {sentence(error)}{' '}
        <button type="button" className="link" onClick={more}>
          {t('Try again')}
        </button>
      </p>
    );
  if (!next) return null;
  if (isFull)
    return (
      <Link className="link" to={`/customers/${customerId}`}>
        {t('What was before stands with the customer')}
      </Link>
    );
  return (
    <Button size="compact-xs" variant="subtle" onClick={more}>
      {t('Earlier conversation: {date}', { date: dateShort(next.startedAt) })}
    </Button>
  );
}
