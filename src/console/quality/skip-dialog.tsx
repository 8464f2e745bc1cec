import { Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { QualityReview } from '../../protocol/quality';
import { useConsole } from '../context';
import { FormDialog, useSaving } from '../ui/form';
import { t } from '../i18n/translate';

/** What is left out is counted, and somebody says why: a sample is honest only so. */
export function SkipDialog({ review, onClose }: { review: QualityReview; onClose: () => void }) {
  const { http } = useConsole();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [because, setBecause] = useState('');
  const save = useSaving('quality/reviews', ['because'], () => void navigate('/quality'));
  return (
    <FormDialog
      title={t('Leave it out')}
      save={save}
      onClose={onClose}
      onSave={async () => {
        const skipped = await http.post<QualityReview>(`quality/reviews/${review.id}/skip`, { because });
        queries.setQueryData(['quality/review', review.id], skipped);
      }}
    >
      <Textarea
        label={t('Why it cannot be scored')}
        description={t('It has no score, and is counted as left out.')}
        data-autofocus
        autosize
        minRows={2}
        maxLength={300}
        value={because}
        error={save.errors.fields['because']}
        onChange={({ currentTarget: { value } }) => setBecause(value)}
      />
    </FormDialog>
  );
}
