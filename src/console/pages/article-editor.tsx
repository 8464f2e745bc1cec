import { Button, Modal, Select, Tabs, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { useState } from 'react';
import type { Article } from '../../protocol/knowledge';
import type { ArticleDraft } from '../../protocol/suggestions';
import { useConsole } from '../context';
import { Icon } from '../icons';
import { ArticleVersions } from './article-versions';
import { Rest, useSaving, type Saving } from './form';
import { PastAnswers, usePastAnswers } from './past-answers';
import { QuestionsField, withQuestion } from './questions-field';

interface Props {
  article: Article | undefined;
  /** What a new one begins with. */
  draft?: ArticleDraft;
  readOnly: boolean;
  onSaved?: () => void;
  onClose: () => void;
}

const empty = {
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
type Fields = typeof empty;

export function ArticleEditor({ article, draft, readOnly, onSaved, onClose }: Props) {
  const { http } = useConsole();
  const past = usePastAnswers(article?.id);
  const [made, setMade] = useState(0);
  const save = useSaving('knowledge/articles', Object.keys(empty), () => {
    onSaved?.();
    void madeWrong().then((more) => (more > 0 ? setMade(more) : onClose()));
  });
  /** How many past answers this change has put out of date. */
  async function madeWrong(): Promise<number> {
    const before = past.data?.outOfDate;
    if (before === undefined || !past.data?.total) return 0;
    const { data, isError } = await past.refetch();
    return isError || !data ? 0 : data.outOfDate - before;
  }
  const form = useForm<Fields>({ initialValues: { ...empty, ...draft, ...(article && fieldsOf(article)) } });

  // Null clears what the article had.
  const write = (fields: Fields) =>
    article
      ? http.put(`knowledge/articles/${article.id}`, bodyOf(fields, null))
      : http.post('knowledge/articles', bodyOf(fields, undefined));
  const fields = (
    <form className="form" onSubmit={form.onSubmit((values) => save.run(() => write(values)))}>
      <ArticleFields form={form} readOnly={readOnly} errors={save.errors.fields} />
      {article && <PastAnswers articleId={article.id} />}
      <Rest save={save} />
      {made > 0 && <MadeWrong count={made} onClose={onClose} />}
      {!readOnly && <Foot article={article} save={save} />}
    </form>
  );
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={article ? 'Article' : 'New article'}
      transitionProps={{ duration: 120 }}
      closeButtonProps={{ 'aria-label': 'Close without saving' }}
    >
      {article ? (
        <Tabs defaultValue="text" keepMounted={false}>
          <Tabs.List mb={12}>
            <Tabs.Tab value="text">Text</Tabs.Tab>
            <Tabs.Tab value="versions">Versions</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="text">{fields}</Tabs.Panel>
          <Tabs.Panel value="versions">
            <ArticleVersions article={article} readOnly={readOnly} onRestored={onClose} />
          </Tabs.Panel>
        </Tabs>
      ) : (
        fields
      )}
    </Modal>
  );
}

function bodyOf(
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

function fieldsOf({ title, content, category, tags, questions, audience, language, url }: Article): Fields {
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
  const names = new Intl.DisplayNames(undefined, { type: 'language' });
  const codes =
    'ar bg ca cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv nl no pl pt ro ru sk sl sr sv th tr uk ur vi zh';
  return codes
    .split(' ')
    .map((value) => ({ value, label: names.of(value) ?? value }))
    .sort((a, b) => a.label.localeCompare(b.label));
})();

interface FieldsProps {
  form: UseFormReturnType<Fields>;
  readOnly: boolean;
  errors: Record<string, string>;
}

function ArticleFields({ form, readOnly, errors }: FieldsProps) {
  const field = (name: keyof Fields) => ({ readOnly, ...form.getInputProps(name), error: errors[name] });
  const needed = { required: true, withAsterisk: false, dir: 'auto' };
  return (
    <>
      <TextInput label="Title" maxLength={255} {...needed} {...field('title')} />
      <Textarea
        label="Text"
        description="Markdown."
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
        label="Who may read it"
        allowDeselect={false}
        data={[
          { value: 'public', label: 'Everybody: also in the help centre' },
          { value: 'verified', label: 'Customers whose identity is proved, and the team' },
          { value: 'internal', label: 'The team only: never in an answer' },
        ]}
        {...field('audience')}
      />
      <Select
        label="Language"
        placeholder="Guessed from the text"
        searchable
        clearable
        data={languages}
        {...field('language')}
      />
      <TextInput label="Category" maxLength={100} {...field('category')} />
      <TagsInput label="Tags" {...field('tags')} />
      <TextInput label="Address" description="Where customers read it." type="url" {...field('url')} />
    </>
  );
}

function Foot({ article, save }: { article: Article | undefined; save: Saving }) {
  const { http } = useConsole();
  const [sure, setSure] = useState(false);
  const remove = ({ id }: Article) => http.remove(`knowledge/articles/${id}`);
  return (
    <div className="dialog-foot">
      {article && (
        <Button
          variant={sure ? 'filled' : 'default'}
          color={sure ? 'red.8' : undefined}
          loading={save.busy}
          onClick={() => (sure ? save.run(() => remove(article)) : setSure(true))}
        >
          {sure ? 'Delete for good' : 'Delete'}
        </Button>
      )}
      <Button type="submit" loading={save.busy}>
        Save
      </Button>
    </div>
  );
}

/** Saved all the same: what was said before is somebody's to look at. */
function MadeWrong({ count, onClose }: { count: number; onClose: () => void }) {
  return (
    <p className="state waiting" role="status">
      <Icon name="alert" size={14} />{' '}
      <span>
        {count === 1
          ? 'Saved. One past answer may be out of date now.'
          : `Saved. ${count} past answers may be out of date now.`}
      </span>
      <Button size="compact-xs" variant="default" onClick={onClose}>
        Done
      </Button>
    </p>
  );
}
