import { Button, Modal, Tabs } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { Draft } from '../../protocol/drafts';
import type { Article } from '../../protocol/knowledge';
import type { ArticleDraft } from '../../protocol/suggestions';
import { useConsole } from '../context';
import type { Page } from '../data/http';
import { Icon } from '../icons';
import { DeleteButton } from '../ui/delete-button';
import { ArticleFields, bodyOf, changesOf, empty, fieldsOf, type Fields } from './article-fields';
import { ArticlePreview } from './article-preview';
import { ArticleVersions } from './article-versions';
import { Rest, useSaving, type Saving } from '../ui/form';
import { PastAnswers, usePastAnswers } from './past-answers';
import { plural, t } from '../i18n/translate';

interface Props {
  article: Article | undefined;
  /** What a new one begins with. */
  draft?: ArticleDraft;
  readOnly: boolean;
  onSaved?: () => void;
  onClose: () => void;
}

export function ArticleEditor({ article, draft, readOnly, onSaved, onClose }: Props) {
  const { http } = useConsole();
  const past = usePastAnswers(article?.id);
  const [made, setMade] = useState(0);
  const save = useSaving('knowledge/articles', Object.keys(empty), () => {
    onSaved?.();
    void madeWrong(past).then((more) => (more > 0 ? setMade(more) : onClose()));
  });
  const keep = useSaving('knowledge/drafts', Object.keys(empty), onClose);
  const form = useForm<Fields>({ initialValues: { ...empty, ...draft, ...(article && fieldsOf(article)) } });

  // Null clears what the article had.
  const write = (fields: Fields) =>
    article
      ? http.put(`knowledge/articles/${article.id}`, changesOf(fields, article))
      : http.post('knowledge/articles', bodyOf(fields, undefined));
  const asDraft = () =>
    http.post('knowledge/drafts', {
      ...bodyOf(form.values, undefined),
      ...(article && { articleId: article.id }),
    });
  const fields = (
    <form className="form" onSubmit={form.onSubmit((values) => save.run(() => write(values)))}>
      <ArticleFields
        form={form}
        readOnly={readOnly}
        errors={{ ...save.errors.fields, ...keep.errors.fields }}
      />
      {article && <PastAnswers articleId={article.id} />}
      <Rest save={save} />
      <Rest save={keep} />
      {made > 0 && <MadeWrong count={made} onClose={onClose} />}
      {!readOnly && (
        <Foot article={article} save={save}>
          <KeepAsDraft
            article={article}
            busy={keep.busy}
            onKeep={() => keep.run(asDraft)}
            onLeave={onClose}
          />
        </Foot>
      )}
    </form>
  );
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={article ? t('Article') : t('New article')}
      transitionProps={{ duration: 120 }}
      closeButtonProps={{ 'aria-label': t('Close without saving') }}
    >
      <Sections
        text={fields}
        preview={<ArticlePreview {...form.values} />}
        versions={article && <ArticleVersions article={article} readOnly={readOnly} onRestored={onClose} />}
      />
    </Modal>
  );
}

/** How many past answers a change has put out of date. */
async function madeWrong(past: ReturnType<typeof usePastAnswers>): Promise<number> {
  const before = past.data?.outOfDate;
  if (before === undefined || !past.data?.total) return 0;
  const { data, isError } = await past.refetch();
  return isError || !data ? 0 : data.outOfDate - before;
}

type Sections = Record<'text' | 'preview' | 'versions', ReactNode>;

function Sections({ text, preview, versions }: Sections) {
  return (
    <Tabs defaultValue="text" keepMounted={false}>
      <Tabs.List mb={12}>
        <Tabs.Tab value="text">{t('Text')}</Tabs.Tab>
        <Tabs.Tab value="preview">{t('Preview')}</Tabs.Tab>
        {versions && <Tabs.Tab value="versions">{t('Versions')}</Tabs.Tab>}
      </Tabs.List>
      <Tabs.Panel value="text">{text}</Tabs.Panel>
      <Tabs.Panel value="preview">{preview}</Tabs.Panel>
      {versions && <Tabs.Panel value="versions">{versions}</Tabs.Panel>}
    </Tabs>
  );
}

interface KeepProps {
  article: Article | undefined;
  busy: boolean;
  onKeep: () => void;
  onLeave: () => void;
}

/** One draft an article: where there is one, it is led to. */
function KeepAsDraft({ article, busy, onKeep, onLeave }: KeepProps) {
  const { http } = useConsole();
  const kept = useQuery({
    queryKey: ['knowledge/drafts', { articleId: article?.id }],
    queryFn: () => http.get<Page<Draft>>('knowledge/drafts', { articleId: article!.id }),
    enabled: article !== undefined,
  });
  const draft = kept.data?.items[0];
  if (draft)
    return (
      <Button
        variant="default"
        component={Link}
        to={`/knowledge?section=drafts&draft=${draft.id}`}
        onClick={onLeave}
      >
        {t('Open its draft')}
      </Button>
    );
  return (
    <Button variant="default" loading={busy} onClick={onKeep}>
      {t('Keep as draft')}
    </Button>
  );
}

interface FootProps {
  article: Article | undefined;
  save: Saving;
  children: ReactNode;
}

function Foot({ article, save, children }: FootProps) {
  const { http } = useConsole();
  const remove = ({ id }: Article) => http.remove(`knowledge/articles/${id}`);
  return (
    <div className="dialog-foot">
      {article && (
        <DeleteButton size="sm" busy={save.busy} onDelete={() => save.run(() => remove(article))} />
      )}
      {children}
      <Button type="submit" loading={save.busy}>
        {t('Save')}
      </Button>
    </div>
  );
}

/** Saved all the same: what was said before is somebody's to look at. */
function MadeWrong({ count, onClose }: { count: number; onClose: () => void }) {
  return (
    <p className="state wraps waiting" role="status">
      <Icon name="alert" size={14} />{' '}
      <span>
        {plural(count, {
          one: 'Saved. One past answer may be out of date now.',
          other: 'Saved. {count} past answers may be out of date now.',
        })}
      </span>
      <Button size="compact-xs" variant="default" onClick={onClose}>
        {t('Done')}
      </Button>
    </p>
  );
}
