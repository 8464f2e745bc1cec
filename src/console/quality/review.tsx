// A conversation beside the card: read, scored by keys, saved, and the next one opens.
import { Button, Kbd, Textarea } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import type { QualityReview } from '../../protocol/quality';
import { useConsole } from '../context';
import { fail, useAct } from '../hooks';
import { Icon } from '../icons';
import { Trouble, Waiting } from '../ui/page-frame';
import type { Page } from '../data/http';
import { useKey } from '../ui/use-key';
import { dateOf } from '../text/time';
import { CriterionScore } from './criterion-score';
import { AfterReview } from './after-review';
import { reviewTitle } from './score-words';
import { Score } from './review-list';
import { SkipDialog } from './skip-dialog';
import { Transcript } from './transcript';
import { useScoring } from './use-scoring';
import '../styles/page-back.css';
import { t } from '../i18n/translate';

export default function Review({ id }: { id: string }) {
  const { http } = useConsole();
  const { data, error, refetch } = useQuery({
    queryKey: ['quality/review', id],
    queryFn: () => http.get<QualityReview>(`quality/reviews/${id}`),
  });
  return (
    <main className="page quality-review">
      {error && <Trouble error={error} onRetry={() => void refetch()} />}
      {!error && (data ? <Both review={data} /> : <Waiting />)}
    </main>
  );
}

function Both({ review }: { review: QualityReview }) {
  return (
    <>
      <header className="page-head">
        <Link to="/quality" className="page-back" aria-label={t('All reviews')}>
          <Icon name="back" />
        </Link>
        <h1 dir="auto">{reviewTitle(review)}</h1>
        <span className="quiet">{t('Closed in the week of {time}', { time: dateOf(review.week) })}</span>
        <Score review={review} />
      </header>
      <div className="quality-both">
        {review.erased ? (
          <p className="quiet pad">{t('What was said was erased. The scores are left.')}</p>
        ) : (
          <Transcript sessionId={review.sessionId} />
        )}
        <Card review={review} />
      </div>
    </>
  );
}

function Card({ review }: { review: QualityReview }) {
  const { agent } = useConsole();
  const isOwn = agent !== undefined && review.agentId === agent.id;
  const locked = review.erased || isOwn;
  const scoring = useScoring(review, locked);
  const [skipping, setSkipping] = useState(false);
  const { busy, save, propose } = useWays(review, scoring);
  useKey('mod+enter', () => void (locked || save()), { anywhere: true });
  useKey('p', () => void (locked || propose()));
  return (
    <section className="quality-card" aria-label={t('Card')}>
      {isOwn && <p className="quiet">{t('This is your own conversation: somebody else scores it.')}</p>}
      {review.skippedBecause && (
        <p className="quiet">{t('Left out: {reason}', { reason: review.skippedBecause })}</p>
      )}
      {!locked && (
        <div className="quality-ways">
          <Button size="compact-sm" variant="default" loading={busy} onClick={propose}>
            {t('Propose scores')}
          </Button>
          {review.state !== 'done' && (
            <Button size="compact-sm" variant="default" onClick={() => setSkipping(true)}>
              {t('Leave out')}
            </Button>
          )}
        </div>
      )}
      {review.proposal && !locked && <Proposed by={review.proposal.model} />}
      <div ref={scoring.list}>
        {review.criteria.map((criterion, index) => (
          <CriterionScore key={criterion.id} {...{ criterion, index, scoring, review, locked }} />
        ))}
      </div>
      <Textarea
        label={t('Of the whole')}
        autosize
        minRows={2}
        maxLength={2000}
        disabled={locked}
        value={scoring.comment}
        onChange={({ currentTarget: { value } }) => scoring.setComment(value)}
      />
      {!locked && (
        <>
          <Button mt={12} disabled={!scoring.complete} loading={busy} onClick={() => void save()}>
            {review.state === 'done' ? t('Save') : t('Save and open the next')}
          </Button>
          <Keys />
        </>
      )}
      {review.state === 'done' && <AfterReview review={review} mayCoach={!locked} />}
      {skipping && <SkipDialog review={review} onClose={() => setSkipping(false)} />}
    </section>
  );
}

function Proposed({ by }: { by: string }) {
  return (
    <p className="quality-proposed" role="status">
      <Icon name="spark" size={14} />{' '}
      {t('Proposed by a model ({model}). It counts for nothing until you save.', { model: by })}
    </p>
  );
}

function useWays(review: QualityReview, scoring: ReturnType<typeof useScoring>) {
  const { http, agent } = useConsole();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [busy, act] = useAct();
  const path = `quality/reviews/${review.id}`;
  function save() {
    if (!scoring.complete) return fail(new Error(t('Score every criterion first.')));
    act(async () => {
      const body = { scores: scoring.scores(), comment: scoring.comment };
      const saved = await http.put<QualityReview>(path, body);
      queries.setQueryData(['quality/review', review.id], saved);
      await queries.invalidateQueries({ queryKey: ['quality/reviews'] });
      if (review.state === 'done') return;
      const { items } = await http.get<Page<QualityReview>>('quality/reviews', { state: 'open', limit: 20 });
      const next = items.find(({ agentId }) => agentId === undefined || agentId !== agent?.id);
      await navigate(next ? `/quality/reviews/${next.id}` : '/quality');
    });
  }
  const propose = () =>
    act(async () => {
      const proposed = await http.post<QualityReview>(`${path}/proposal`);
      queries.setQueryData(['quality/review', review.id], proposed);
      if (proposed.proposal) scoring.take(proposed.proposal);
    });
  return { busy, save, propose };
}

const keys = [
  ['J K', t('next, previous')],
  ['1–5 Y N', t('score|to do it')],
  ['X', t('does not apply')],
  ['C', t('comment|to do it')],
  ['P', t('propose')],
  ['Ctrl Enter', t('save')],
] as const;

function Keys() {
  return (
    <p className="quality-keys quiet">
      {keys.map(([key, word]) => (
        <span key={key}>
          <Kbd size="xs">{key}</Kbd> {word}
        </span>
      ))}
    </p>
  );
}
