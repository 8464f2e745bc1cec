// What comes of a review: what the agent says of it, and a coaching note.
import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { QualityReview } from '../../protocol/quality';
import { Icon } from '../icons';
import { whole } from '../text/time';
import { withParts } from '../i18n/parts';
import { t } from '../i18n/translate';

const CoachingDialog = lazy(() => import('./coaching-dialog'));

export function AfterReview({ review, mayCoach }: { review: QualityReview; mayCoach: boolean }) {
  const [writing, setWriting] = useState(false);
  const { answer, agentId } = review;
  return (
    <div className="quality-after">
      {answer && (
        <p title={whole(answer.at)}>
          <Icon name={answer.agrees ? 'check' : 'alert'} size={14} />{' '}
          {withParts(answer.agrees ? t('{name} agrees') : t('{name} disagrees'), {
            name: <bdi>{review.agentName}</bdi>,
          })}
          {answer.text && (
            <>
              : <q dir="auto">{answer.text}</q>
            </>
          )}
        </p>
      )}
      {agentId && mayCoach && (
        <Button variant="default" size="compact-sm" onClick={() => setWriting(true)}>
          {t('Write a coaching note')}
        </Button>
      )}
      <Suspense>
        {writing && agentId && (
          <CoachingDialog agentId={agentId} reviewId={review.id} onClose={() => setWriting(false)} />
        )}
      </Suspense>
    </div>
  );
}
