import { Button, Modal, Select, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Article } from '../../protocol/knowledge';
import { useConsole } from '../context';
import { sentence } from '../data/failure';

interface Props {
  article: Article | undefined;
  readOnly: boolean;
  onClose: () => void;
}

export function ArticleEditor({ article, readOnly, onClose }: Props) {
  const { http } = useConsole();
  const queries = useQueryClient();
  const [fields, setFields] = useState({
    title: article?.title ?? '',
    content: article?.content ?? '',
    category: article?.category ?? '',
    tags: article?.tags ?? [],
    audience: article?.audience ?? 'public',
    url: article?.url ?? '',
  });
  const [error, setError] = useState('');
  const [busy, setBusy] = useState(false);
  const [sure, setSure] = useState(false);

  async function run(work: () => Promise<unknown>) {
    setBusy(true);
    setError('');
    try {
      await work();
      await Promise.all(
        ['knowledge/articles', 'knowledge/status'].map((key) =>
          queries.invalidateQueries({ queryKey: [key] }),
        ),
      );
      onClose();
    } catch (failure) {
      setError(sentence(failure));
      setBusy(false);
    }
  }

  function save() {
    const { category, url, ...rest } = fields;
    const body = { ...rest, ...(category.trim() && { category }), ...(url.trim() && { url: url.trim() }) };
    void run(() =>
      article ? http.put(`knowledge/articles/${article.id}`, body) : http.post('knowledge/articles', body),
    );
  }

  const set = (change: Partial<typeof fields>) => setFields({ ...fields, ...change });
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={article ? 'Article' : 'New article'}
      transitionProps={{ duration: 120 }}
      closeButtonProps={{ 'aria-label': 'Close without saving' }}
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <TextInput
          label="Title"
          required
          withAsterisk={false}
          dir="auto"
          maxLength={255}
          readOnly={readOnly}
          value={fields.title}
          onChange={(event) => set({ title: event.currentTarget.value })}
        />
        <Textarea
          label="Text"
          description="Markdown."
          required
          withAsterisk={false}
          dir="auto"
          autosize
          minRows={8}
          maxRows={18}
          readOnly={readOnly}
          value={fields.content}
          onChange={(event) => set({ content: event.currentTarget.value })}
        />
        <Select
          label="Who may read it"
          allowDeselect={false}
          readOnly={readOnly}
          data={[
            { value: 'public', label: 'Customers and the team' },
            { value: 'internal', label: 'The team only: never in an answer' },
          ]}
          value={fields.audience}
          onChange={(audience) => set({ audience: audience === 'internal' ? 'internal' : 'public' })}
        />
        <TextInput
          label="Category"
          readOnly={readOnly}
          maxLength={100}
          value={fields.category}
          onChange={(event) => set({ category: event.currentTarget.value })}
        />
        <TagsInput label="Tags" readOnly={readOnly} value={fields.tags} onChange={(tags) => set({ tags })} />
        <TextInput
          label="Address"
          description="Where customers read it."
          type="url"
          readOnly={readOnly}
          value={fields.url}
          onChange={(event) => set({ url: event.currentTarget.value })}
        />
        {error && (
          <p role="alert" className="failed">
            {error}
          </p>
        )}
        {!readOnly && (
          <div className="dialog-foot">
            {article && (
              <Button
                variant={sure ? 'filled' : 'default'}
                color={sure ? 'red.8' : undefined}
                loading={busy}
                onClick={() =>
                  sure ? void run(() => http.remove(`knowledge/articles/${article.id}`)) : setSure(true)
                }
              >
                {sure ? 'Delete for good' : 'Delete'}
              </Button>
            )}
            <Button type="submit" loading={busy}>
              Save
            </Button>
          </div>
        )}
      </form>
    </Modal>
  );
}
