import { Button, NumberInput, Select } from '@mantine/core';
import { useState } from 'react';
import type { AnswerTest } from '../../../protocol/answer-tests';
import { useConsole } from '../../context';
import { cautionWords } from '../../text/lab-words';
import { Rest, useSaving } from '../../ui/form';
import { usePages } from '../../data/use-pages';
import { testsKey } from './tests';
import { t } from '../../i18n/translate';

/** Nothing chosen: today's settings. */
export function StartRun({ running }: { running: boolean }) {
  const { http } = useConsole();
  const tests = usePages<AnswerTest>(testsKey);
  const hasNone = !tests.pending && !tests.error && tests.items.length === 0;
  const save = useSaving('answers/runs', ['draft.confidenceFloor', 'draft.caution']);
  const [caution, setCaution] = useState<string | null>(null);
  const [sure, setSure] = useState<number | string>('');
  const draft = {
    ...(caution !== null && { caution }),
    ...(sure !== '' && { confidenceFloor: Number(sure) / 100 }),
  };
  const isDraft = Object.keys(draft).length > 0;
  return (
    <>
      <form
        className="toolbar lab-run"
        onSubmit={(event) => {
          event.preventDefault();
          if (!running) save.run(() => http.post('answers/runs', isDraft ? { draft } : {}));
        }}
      >
        <Select
          label={t('Try with')}
          placeholder={t('Today’s settings')}
          clearable
          clearButtonProps={{ 'aria-label': t('As it is today') }}
          data={Object.entries(cautionWords).map(([value, label]) => ({ value, label }))}
          value={caution}
          onChange={setCaution}
          error={save.errors.fields['draft.caution']}
        />
        <NumberInput
          label={t('At least so sure (percent)')}
          placeholder={t('As today')}
          min={0}
          max={100}
          value={sure}
          onChange={setSure}
          error={save.errors.fields['draft.confidenceFloor']}
        />
        <Button type="submit" loading={save.busy || running} disabled={hasNone}>
          {isDraft ? t('Try this draft') : t('Run the tests')}
        </Button>
      </form>
      {hasNone && <p className="quiet">{t('There is no question to ask yet: write the first one below.')}</p>}
      <Rest save={save} />
    </>
  );
}
