// Reviews in a list: those that wait, or those that are scored.
import { Button, Checkbox } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import type { QualityCard, QualityReview } from '../../protocol/quality';
import { useConsole } from '../context';
import { useAct } from '../hooks';
import { Icon } from '../icons';
import { Listing, More } from '../ui/page-frame';
import { usePages } from '../data/use-pages';
import { dateOf } from '../text/time';
import { reviewTitle, scoreWord } from './score-words';
import { withParts } from '../i18n/parts';
import { plural, t } from '../i18n/translate';

export default function ReviewList({ state }: { state: 'open' | 'done' }) {
  const [disputed, setDisputed] = useState(false);
  const query = { state, ...(disputed && { disputed: 'true' }) };
  const pages = usePages<QualityReview>('quality/reviews', query);
  return (
    <>
      <div className="toolbar">
        {state === 'open' ? (
          <ToReview />
        ) : (
          <Checkbox
            label={t('Only where the agent disagrees')}
            checked={disputed}
            onChange={({ currentTarget: { checked } }) => setDisputed(checked)}
          />
        )}
      </div>
      <Listing
        pages={pages}
        empty={state === 'open' ? t('Nothing waits to be scored.') : t('Nothing has been scored here.')}
      >
        {pages.items.map((review) => (
          <Item key={review.id} review={review} />
        ))}
      </Listing>
      <More pages={pages} />
    </>
  );
}

function Item({ review }: { review: QualityReview }) {
  return (
    <li>
      <span className="main">
        <Link to={`/quality/reviews/${review.id}`}>
          <bdi>{reviewTitle(review)}</bdi>
        </Link>
        <br />
        <span className="quiet">
          {t('Closed in the week of {time}', { time: dateOf(review.week) })}
          {review.reviewerName && (
            <>
              {' · '}
              {withParts(t('scored by {name}'), { name: <bdi>{review.reviewerName}</bdi> })}
            </>
          )}
        </span>
      </span>
      {review.answer?.agrees === false && (
        <span className="state waiting">
          <Icon name="alert" size={14} /> {t('Disagrees')}
        </span>
      )}
      <Score review={review} />
    </li>
  );
}

export function Score({ review }: { review: Pick<QualityReview, 'score' | 'failedCritical'> }) {
  if (review.score === null) return null;
  return (
    <span className="quality-score">
      {scoreWord(review.score)}
      <span className="quiet"> {t('of 100')}</span>
      {review.failedCritical && (
        <span className="state failed">
          <Icon name="alert" size={14} /> {t('Critical miss')}
        </span>
      )}
    </span>
  );
}

/** What there is to do before there is anything to score. */
function ToReview() {
  const { http } = useConsole();
  const queries = useQueryClient();
  const [busy, act] = useAct();
  const { data } = useQuery({
    queryKey: ['quality/card'],
    queryFn: () => http.get<QualityCard>('quality/card'),
  });
  const [drawn, setDrawn] = useState<{ chosen: number; already: boolean }>();
  if (!data) return null;
  if (data.criteria.length === 0)
    return (
      <>
        <p className="quiet grow">
          {t(
            'Write what conversations are scored by first. Then a sample of last week’s is drawn every Monday.',
          )}
        </p>
        <Button component={Link} to="/quality/card">
          {t('Write the card')}
        </Button>
      </>
    );
  const draw = () =>
    act(async () => {
      setDrawn(await http.post('quality/samples'));
      await queries.invalidateQueries({ queryKey: ['quality/reviews'] });
    });
  return (
    <>
      <p className="quiet grow" role="status">
        {drawn
          ? drawnWords(drawn)
          : t('Closed conversations of last week, drawn at random on Monday: nobody chooses them.')}
      </p>
      <Button variant="default" loading={busy} onClick={draw}>
        {t('Draw last week’s now')}
      </Button>
    </>
  );
}

function drawnWords({ chosen, already }: { chosen: number; already: boolean }): string {
  const count = plural(chosen, { one: '1 conversation', other: '{count} conversations' });
  if (already) return t('Last week’s sample was drawn before: {count}. It stays as it is.', { count });
  return chosen === 0 ? t('Last week nothing was closed that fits.') : t('Drawn: {count}.', { count });
}
