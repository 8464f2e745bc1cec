// The way to the insights, and how many nobody has seen to.
import { Button } from '@mantine/core';
import { Link } from 'react-router';
import type { Insight } from '../../protocol/insights';
import { usePages } from '../pages/use-pages';

export function InsightsLink() {
  const { items, hasMore } = usePages<Insight>('insights', { open: 'true' });
  const fresh = items.filter(({ state }) => state === 'new').length;
  return (
    <Button component={Link} to="/analytics/insights" variant="default">
      {fresh === 0 ? 'Insights' : `Insights: ${fresh}${hasMore ? ' or more' : ''} new`}
    </Button>
  );
}
