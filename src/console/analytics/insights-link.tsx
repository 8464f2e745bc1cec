// The way to the insights, and how many nobody has seen to.
import { Button } from '@mantine/core';
import { Link } from 'react-router';
import type { Insight } from '../../protocol/insights';
import { usePages } from '../data/use-pages';
import { t } from '../i18n/translate';

export function InsightsLink() {
  const { items, hasMore } = usePages<Insight>('insights', { open: 'true' });
  const fresh = items.filter(({ state }) => state === 'new').length;
  return (
    <Button component={Link} to="/analytics/insights" variant="default">
      {fresh === 0
        ? t('Insights')
        : hasMore
          ? t('Insights: {fresh} or more new', { fresh })
          : t('Insights: {fresh} new', { fresh })}
    </Button>
  );
}
