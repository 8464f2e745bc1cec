// Quality: for whoever reviews the list, the figures, coaching and the card; for an agent their own reviews and notes.
import { lazy, Suspense } from 'react';
import { NavLink, useParams } from 'react-router';
import { useConsole } from '../context';
import NotFound from '../shell/not-found';
import { PageFrame, Waiting } from '../ui/page-frame';
import { useInSight } from '../ui/use-in-sight';
import '../styles/quality.css';
import { t } from '../i18n/translate';

const CardEditor = lazy(() => import('./card-editor'));
const Coaching = lazy(() => import('./coaching'));
const Figures = lazy(() => import('./figures'));
const Mine = lazy(() => import('./mine'));
const Review = lazy(() => import('./review'));
const ReviewList = lazy(() => import('./review-list'));

const parts = [
  { path: '', label: t('To review'), part: <ReviewList state="open" /> },
  { path: 'done', label: t('Scored'), part: <ReviewList state="done" /> },
  { path: 'figures', label: t('Figures'), part: <Figures /> },
  { path: 'coaching', label: t('Coaching'), part: <Coaching /> },
  { path: 'card', label: t('Card'), part: <CardEditor /> },
];
const mine = { path: 'mine', label: t('Yours'), part: <Mine /> };

export default function Quality() {
  const { user, agent } = useConsole();
  const path = useParams()['*'] ?? '';
  const reviews = user.role !== 'agent';
  const [, reviewId] = /^reviews\/([\da-f-]{36})$/.exec(path) ?? [];
  if (reviews && reviewId)
    return (
      <Suspense fallback={<main className="page" aria-busy="true" />}>
        <Review key={reviewId} id={reviewId} />
      </Suspense>
    );
  const shown = reviews ? [...parts, ...(agent ? [mine] : [])] : [mine];
  if (!reviewId && ![...parts, mine].some((one) => one.path === path)) return <NotFound />;
  const open = shown.find((one) => one.path === path) ?? shown[0]!;
  return (
    <PageFrame title={t('Quality')}>
      {shown.length > 1 && <Parts all={shown} open={open.path} />}
      <Suspense fallback={<Waiting />}>{open.part}</Suspense>
    </PageFrame>
  );
}

function Parts({ all, open }: { all: typeof parts; open: string }) {
  const row = useInSight<HTMLElement>(open);
  return (
    <nav ref={row} className="quality-nav one-row" aria-label={t('Quality')}>
      {all.map(({ path, label }) => (
        <NavLink key={path} to={path === '' ? '/quality' : `/quality/${path}`} end>
          {label}
        </NavLink>
      ))}
    </nav>
  );
}
