import { Checkbox, Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useConsole } from '../../context';
import type { FieldErrors } from '../../data/field-errors';
import { FormDialog, useSaving } from '../../ui/form';
import { t } from '../../i18n/translate';

interface Props {
  /** Of articles, by id. */
  titles: ReadonlyMap<string, string>;
  onClose: () => void;
}

const empty = { question: '', before: '', article: null as string | null, facts: '', person: false };
type Fields = typeof empty;

const lines = (text: string) => text.split('\n').filter((line) => line.trim() !== '');

export function NewTest({ titles, onClose }: Props) {
  const { http } = useConsole();
  const save = useSaving('answers/tests', ['question', 'articleIds', 'facts', 'history'], onClose);
  const [values, setValues] = useState<Fields>(empty);
  const change = (some: Partial<Fields>) => setValues({ ...values, ...some });
  const write = () => {
    const { question, before, article, facts, person } = values;
    if (!person && article === null && lines(facts).length === 0)
      return Promise.reject(
        new Error('Say which article or words you expect, or that a person must answer.'),
      );
    return http.post('answers/tests', {
      question,
      history: lines(before),
      articleIds: person || article === null ? [] : [article],
      facts: person ? [] : lines(facts),
    });
  };
  return (
    <FormDialog title={t('New question')} save={save} onSave={write} onClose={onClose}>
      <Textarea
        label={t('Question')}
        description={t('As a customer would write it, slips and all.')}
        autosize
        minRows={2}
        required
        value={values.question}
        onChange={(event) => change({ question: event.currentTarget.value })}
        error={save.errors.fields['question']}
      />
      <Textarea
        label={t('What they asked before')}
        description={t('Optional, one message a line.')}
        autosize
        minRows={1}
        value={values.before}
        onChange={(event) => change({ before: event.currentTarget.value })}
        error={save.errors.fields['history']}
      />
      <Checkbox
        label={t('A person must answer')}
        checked={values.person}
        onChange={(event) => change({ person: event.currentTarget.checked })}
      />
      {!values.person && (
        <Expected titles={titles} values={values} onChange={change} errors={save.errors.fields} />
      )}
    </FormDialog>
  );
}

interface ExpectedProps {
  titles: Props['titles'];
  values: Fields;
  onChange: (some: Partial<Fields>) => void;
  errors: FieldErrors['fields'];
}

function Expected({ titles, values, onChange, errors }: ExpectedProps) {
  return (
    <>
      <Select
        label={t('Article that answers it')}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': t('No article') }}
        nothingFoundMessage={t('No such article')}
        data={[...titles].map(([value, label]) => ({ value, label }))}
        value={values.article}
        onChange={(article) => onChange({ article })}
        error={errors['articleIds']}
      />
      <Textarea
        label={t('Words that must be in the answer')}
        description={t('Optional, one a line, such as “5 to 10 working days”.')}
        autosize
        minRows={1}
        value={values.facts}
        onChange={(event) => onChange({ facts: event.currentTarget.value })}
        error={errors['facts']}
      />
    </>
  );
}
