// What an article said before: who saved it when, what has changed since, and the way back.
import { Button, Select, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Article, ArticleText, ArticleVersion } from '../../protocol/knowledge';
import { useConsole } from '../context';
import { lineDiff, withoutDistant } from '../text/line-diff';
import { whole } from '../text/time';
import { useSaving } from '../ui/form';
import { Trouble, Waiting } from '../ui/page-frame';
import '../styles/articles.css';
import { listed, plural, t } from '../i18n/translate';

interface Props {
  article: Article;
  readOnly: boolean;
  onRestored: () => void;
}

export function ArticleVersions({ article, readOnly, onRestored }: Props) {
  const { http } = useConsole();
  const path = `knowledge/articles/${article.id}/versions`;
  const versions = useQuery({
    queryKey: [path, article.version],
    queryFn: () => http.get<{ items: ArticleVersion[] }>(path),
  });
  if (versions.isError) return <Trouble error={versions.error} onRetry={() => void versions.refetch()} />;
  if (!versions.data) return <Waiting />;
  const [present, ...earlier] = versions.data.items;
  if (!present || earlier.length === 0)
    return <p className="quiet">{t('Nobody has changed this article yet.')}</p>;
  return <Compared {...{ article, present, earlier, readOnly, onRestored }} />;
}

const called = ({ version, savedAt, savedBy }: ArticleVersion) =>
  savedBy
    ? t('Version {version}, {time}, {name}', { version, time: whole(savedAt), name: savedBy.name })
    : t('Version {version}, {time}', { version, time: whole(savedAt) });

function Compared({
  article,
  present,
  earlier,
  readOnly,
  onRestored,
}: Props & { present: ArticleVersion; earlier: ArticleVersion[] }) {
  const { http } = useConsole();
  const [chosen, setChosen] = useState(earlier[0]!.version);
  const save = useSaving('knowledge/articles', [], onRestored);
  const path = `knowledge/articles/${article.id}/versions/${chosen}`;
  const version = useQuery({ queryKey: [path], queryFn: () => http.get<ArticleText>(path) });
  const restore = () => http.post(`knowledge/articles/${article.id}/restore`, { version: chosen });
  return (
    <>
      <p className="quiet">{t('Now: {version}.', { version: called(present) })}</p>
      <Select
        label={t('What has changed since')}
        allowDeselect={false}
        data={earlier.map((one) => ({ value: String(one.version), label: called(one) }))}
        value={String(chosen)}
        onChange={(value) => value && setChosen(Number(value))}
      />
      {version.isError && <Trouble error={version.error} onRetry={() => void version.refetch()} />}
      {version.data && <Difference before={version.data} after={article} />}
      {save.errors.rest && (
        <p className="quiet failed" role="alert">
          {save.errors.rest}
        </p>
      )}
      {!readOnly && (
        <div className="dialog-foot">
          <Button variant="default" loading={save.busy} onClick={() => save.run(restore)}>
            {t('Restore version {version}', { version: chosen })}
          </Button>
        </div>
      )}
    </>
  );
}

/** What a version is made of. */
type Compared = Pick<Article, 'title' | 'content' | 'category' | 'tags' | 'audience' | 'language' | 'url'>;

const audienceWords = {
  public: t('public'),
  verified: t('verified'),
  internal: t('internal'),
} as const;

/** The fields above the text, each on a line. */
const written = ({ title, category, tags, audience, language, url, content }: Compared) =>
  [
    title,
    category && t('Category: {category}', { category }),
    tags.length > 0 && t('Tags: {tags}', { tags: listed(tags) }),
    t('Who may read it: {audience}', { audience: audienceWords[audience] }),
    language && t('Language: {language}', { language }),
    url && t('Address: {url}', { url }),
    '',
    content,
  ]
    .filter((line) => line !== undefined && line !== false)
    .join('\n');

const signs = { same: ' ', added: '+', removed: '−' } as const;
const spoken = { same: '', added: `${t('Added:')} `, removed: `${t('Removed:')} ` } as const;

export function Difference({ before, after }: { before: Compared; after: Compared }) {
  const lines = withoutDistant(lineDiff(written(before), written(after)));
  return (
    <div className="diff" tabIndex={0} role="region" aria-label={t('What has changed')}>
      {lines.map((line, index) =>
        'hidden' in line ? (
          <p key={index} className="hidden">
            {plural(line.hidden, {
              one: 'One line that is the same',
              other: '{count} lines that are the same',
            })}
          </p>
        ) : (
          <p key={index} className={line.kind} dir="auto">
            <span aria-hidden="true">{signs[line.kind]} </span>
            <VisuallyHidden>{spoken[line.kind]}</VisuallyHidden>
            {line.text || '\u00a0'}
          </p>
        ),
      )}
    </div>
  );
}
