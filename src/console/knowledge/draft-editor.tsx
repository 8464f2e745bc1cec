// A draft: written, looked at, compared with what is published, and published.
import { Button, Modal, Tabs } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import type { Draft } from '../../protocol/drafts';
import type { Article } from '../../protocol/knowledge';
import { useConsole } from '../context';
import { Icon } from '../icons';
import { DeleteButton } from '../ui/delete-button';
import { ArticleFields, bodyOf, empty, fieldsOf, type Fields } from './article-fields';
import { ArticlePreview } from './article-preview';
import { Difference } from './article-versions';
import { Rest, useSaving, type Saving } from '../ui/form';
import { Trouble, Waiting } from '../ui/page-frame';
import { t } from '../i18n/translate';

export function DraftEditor({ draft, onClose }: { draft: Draft; onClose: () => void }) {
  const { http } = useConsole();
  const form = useForm<Fields>({ initialValues: { ...empty, ...fieldsOf(draft) } });
  const save = useSaving('knowledge/drafts', Object.keys(empty), onClose);
  const path = `knowledge/drafts/${draft.id}`;
  const write = () => http.put(path, bodyOf(form.values, null));
  const isBehind = draft.articleVersion !== draft.basedOn;
  async function publish(): Promise<void> {
    await write();
    await http.post(`${path}/publish`, isBehind ? { version: draft.articleVersion } : {});
  }
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={draft.articleId ? t('Draft of an article') : t('Draft of a new article')}
      transitionProps={{ duration: 120 }}
      closeButtonProps={{ 'aria-label': t('Close without saving') }}
    >
      <Tabs defaultValue="text" keepMounted={false}>
        <Tabs.List mb={12}>
          <Tabs.Tab value="text">{t('Text')}</Tabs.Tab>
          <Tabs.Tab value="preview">{t('Preview')}</Tabs.Tab>
          {draft.articleId && <Tabs.Tab value="changes">{t('Changes')}</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="text">
          <form className="form" onSubmit={form.onSubmit(() => save.run(publish))}>
            <ArticleFields form={form} readOnly={false} errors={save.errors.fields} />
            <Rest save={save} />
            {isBehind && <Behind draft={draft} />}
            <Foot
              save={save}
              publish={isBehind ? t('Publish all the same') : t('Publish')}
              onKeep={() => save.run(write)}
              onRemove={() => save.run(() => http.remove(path))}
            />
          </form>
        </Tabs.Panel>
        <Tabs.Panel value="preview">
          <ArticlePreview {...form.values} />
        </Tabs.Panel>
        {draft.articleId && (
          <Tabs.Panel value="changes">
            <Changes articleId={draft.articleId} fields={form.values} />
          </Tabs.Panel>
        )}
      </Tabs>
    </Modal>
  );
}

function Behind({ draft: { basedOn, articleVersion } }: { draft: Draft }) {
  return (
    <p className="state wraps waiting" role="status">
      <Icon name="alert" size={14} />{' '}
      <span>
        {t(
          'Begun from version {basedOn}; the article has version {version} by now. Look at the changes before you publish.',
          { basedOn: basedOn ?? 0, version: articleVersion ?? 0 },
        )}
      </span>
    </p>
  );
}

interface FootProps {
  save: Saving;
  publish: string;
  onKeep: () => void;
  onRemove: () => void;
}

function Foot({ save, publish, onKeep, onRemove }: FootProps) {
  return (
    <div className="dialog-foot">
      <DeleteButton size="sm" busy={save.busy} onDelete={onRemove} />
      <Button variant="default" loading={save.busy} onClick={onKeep}>
        {t('Keep as draft')}
      </Button>
      <Button type="submit" loading={save.busy}>
        {publish}
      </Button>
    </div>
  );
}

/** What publishing changes in what customers are answered from now. */
function Changes({ articleId, fields }: { articleId: string; fields: Fields }) {
  const { http } = useConsole();
  const path = `knowledge/articles/${articleId}`;
  const article = useQuery({
    queryKey: ['knowledge/articles', articleId],
    queryFn: () => http.get<Article>(path),
  });
  if (article.isError) return <Trouble error={article.error} onRetry={() => void article.refetch()} />;
  if (!article.data) return <Waiting />;
  const { category, language, url, audience, ...rest } = bodyOf(fields, undefined);
  const after = {
    ...rest,
    audience: audience as Article['audience'],
    ...(category && { category }),
    // Guessed again where nobody says it.
    ...((language || article.data.language) && { language: language || article.data.language }),
    ...(url && { url }),
  };
  return <Difference before={article.data} after={after} />;
}
