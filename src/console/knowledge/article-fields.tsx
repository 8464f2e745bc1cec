// What an article and a draft of one are written in.
import { Select, TagsInput, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { Article } from '../../protocol/knowledge';
import { QuestionsField, withQuestion } from './questions-field';
import { locale, t } from '../i18n/translate';

export const empty = {
  title: '',
  content: '',
  category: '',
  tags: [] as string[],
  questions: [] as string[],
  newQuestion: '',
  audience: 'public',
  language: '',
  url: '',
};
export type Fields = typeof empty;

type Written = Pick<
  Article,
  'title' | 'content' | 'category' | 'tags' | 'questions' | 'audience' | 'language' | 'url'
>;

/** @param absent null clears what was there */
export function bodyOf(
  { category, language, url, questions, newQuestion, ...rest }: Fields,
  absent: null | undefined,
) {
  return {
    ...rest,
    questions: withQuestion(questions, newQuestion),
    category: category.trim() || absent,
    language: language || absent,
    url: url.trim() || absent,
  };
}

/** A language that nobody changed is not said again: it may have been guessed of other words. */
export function changesOf(fields: Fields, article: Written) {
  const { language, ...rest } = bodyOf(fields, null);
  return { ...rest, ...(fields.language !== fieldsOf(article).language && { language }) };
}

export function fieldsOf({
  title,
  content,
  category,
  tags,
  questions,
  audience,
  language,
  url,
}: Written): Fields {
  return {
    title,
    content,
    category: category ?? '',
    tags,
    questions: questions ?? [],
    newQuestion: '',
    audience,
    language: language ?? '',
    url: url ?? '',
  };
}

/** Those that a text is told by, in the reader's words. */
const languages = (() => {
  const names = new Intl.DisplayNames(locale(), { type: 'language' });
  const codes =
    'ar bg ca cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv nl no pl pt ro ru sk sl sr sv th tr uk ur vi zh';
  return codes
    .split(' ')
    .map((value) => ({ value, label: names.of(value) ?? value }))
    .sort((a, b) => a.label.localeCompare(b.label, locale()));
})();

interface FieldsProps {
  form: UseFormReturnType<Fields>;
  readOnly: boolean;
  errors: Record<string, string>;
}

export function ArticleFields({ form, readOnly, errors }: FieldsProps) {
  const field = (name: keyof Fields) => ({ readOnly, ...form.getInputProps(name), error: errors[name] });
  const needed = { required: true, withAsterisk: false, dir: 'auto' };
  return (
    <>
      <TextInput data-autofocus label={t('Title')} maxLength={255} {...needed} {...field('title')} />
      <Textarea
        label={t('Text')}
        description={t('Markdown.')}
        autosize
        minRows={8}
        maxRows={18}
        {...needed}
        {...field('content')}
      />
      <QuestionsField
        value={form.values.questions}
        onChange={(questions) => form.setFieldValue('questions', questions)}
        draft={form.values.newQuestion}
        onDraft={(words) => form.setFieldValue('newQuestion', words)}
        readOnly={readOnly}
        error={errors['questions']}
      />
      <Select
        label={t('Who may read it')}
        allowDeselect={false}
        data={[
          { value: 'public', label: t('Everybody: also in the help centre') },
          { value: 'verified', label: t('Customers whose identity is proved, and the team') },
          { value: 'internal', label: t('The team only: never in an answer') },
        ]}
        {...field('audience')}
      />
      <Select
        label={t('Language')}
        placeholder={t('Guessed from the text')}
        searchable
        clearable
        data={languages}
        {...field('language')}
      />
      <TextInput label={t('Category')} maxLength={100} {...field('category')} />
      <TagsInput label={t('Tags')} {...field('tags')} />
      <TextInput
        label={t('Address')}
        description={t('Where customers read it.')}
        type="url"
        {...field('url')}
      />
    </>
  );
}
