// Why conversations went to people, and what customers said of them afterwards.
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { FiguresBreakdown } from '../../protocol/figures';
import type { Session } from '../../protocol/model/session';
import { useConsole } from '../context';
import type { Page } from '../data/http';
import { useNow } from '../hooks';
import { ago, whole } from '../text/time';
import { customerNameOf } from '../text/visitor-name';
import { Bars, useBreakdown } from './breakdowns';
import type { Asked, OnOpen } from './use-asked';
import { t } from '../i18n/translate';

interface Props {
  asked: Asked;
  onOpen: OnOpen;
}

const newest = 5;
type Figured = FiguresBreakdown['rows'][number];

export function Ratings({ asked, onOpen }: Props) {
  // Where an agent is asked for there are rows of what others have, in which that agent answered.
  const isShown = ({ key, conversations }: Figured) => key !== null && conversations > 0;
  const reasons = useBreakdown(asked, 'trigger').data?.rows.filter(isShown) ?? [];
  const scores = useBreakdown(asked, 'score').data?.rows.filter(isShown) ?? [];
  const byScore = scores.toSorted((a, b) => Number(b.key) - Number(a.key));
  return (
    <div className="charts">
      <section aria-label={t('Why the AI handed over')} className="chart">
        <h2>{t('Why the AI handed over')}</h2>
        {reasons.length === 0 ? (
          <p className="quiet">{t('It handed nothing over in these days.')}</p>
        ) : (
          <Bars rows={reasons} by="trigger" color="var(--wait)" onOpen={onOpen} />
        )}
      </section>
      <section aria-label={t('Ratings')} className="chart">
        <h2>{t('Ratings')}</h2>
        {byScore.length === 0 ? (
          <p className="quiet">{t('Nobody rated a conversation of these days yet.')}</p>
        ) : (
          <>
            <Bars rows={byScore} by="score" color="var(--accent)" onOpen={onOpen} />
            <Comments asked={asked} onOpen={onOpen} />
          </>
        )}
      </section>
    </div>
  );
}

function Comments({ asked, onOpen }: Props) {
  const { http } = useConsole();
  const now = useNow(60_000);
  const { data } = useQuery({
    queryKey: ['analytics/sessions', asked, 'comments'],
    queryFn: () =>
      http.get<Page<Session>>('analytics/sessions', { ...asked, figure: 'commented', limit: newest }),
  });
  if (!data || data.items.length === 0) return null;
  return (
    <>
      <ul className="comments">
        {data.items.map((session) => (
          <li key={session.id}>
            <RatingOf session={session} />
            <Link to={`/inbox/${session.id}?tab=closed`}>{customerNameOf(session)}</Link>{' '}
            <time className="quiet" dateTime={session.startedAt} title={whole(session.startedAt)}>
              {ago(session.startedAt, now)}
            </time>
          </li>
        ))}
      </ul>
      {data.nextCursor && (
        <button
          className="link"
          onClick={() => onOpen({ title: t('Rated with a comment'), query: { figure: 'commented' } })}
        >
          {t('All comments')}
        </button>
      )}
    </>
  );
}

/** What the customer gave, and said. */
export function RatingOf({ session }: { session: Session }) {
  const rating = session.metadata['rating'] as { score?: unknown; comment?: unknown } | undefined;
  if (typeof rating?.score !== 'number') return null;
  return (
    <p className="rating" dir="auto">
      <b>{t('{score} of 5', { score: rating.score })}</b>
      {typeof rating.comment === 'string' && rating.comment && <q>{rating.comment}</q>}
    </p>
  );
}
