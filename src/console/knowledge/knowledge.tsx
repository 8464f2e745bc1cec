import { Button, Tabs, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { Draft } from '../../protocol/drafts';
import type { Article, KnowledgeStatus } from '../../protocol/knowledge';
import type { Organization } from '../../protocol/people';
import type { SuggestionList } from '../../protocol/suggestions';
import { useConsole } from '../context';
import type { Page } from '../data/http';
import { useNow } from '../hooks';
import { Icon } from '../icons';
import { short, whole } from '../text/time';
import { ArticleEditor } from './article-editor';
import { useBegun } from '../ui/use-begun';
import { RemoveSamples } from './remove-samples';
import { useInSight } from '../ui/use-in-sight';
import { Listing, More, PageFrame, Trouble, Waiting } from '../ui/page-frame';
import { TryQuestion } from './try-question';
import { usePages } from '../data/use-pages';
import { fixed, listed, plural, t } from '../i18n/translate';

const Suggestions = lazy(() => import('./suggestions'));
const Drafts = lazy(() => import('./drafts'));
const Unanswered = lazy(() => import('./unanswered'));
const Reports = lazy(() => import('./knowledge-reports'));
const Synonyms = lazy(() => import('./synonyms'));
const Lab = lazy(() => import('./lab/lab'));

type Opened = { article?: Article };

export default function Knowledge() {
  const { user } = useConsole();
  const mayWrite = user.role !== 'agent';
  const [open, setOpen] = useState<Opened | null>(null);
  useBegun(() => mayWrite && !open && setOpen({}));
  const buttons = (
    <>
      <HelpCentreLink />
      <Button variant="default" component={Link} to="/knowledge/import">
        {t('Import')}
      </Button>
      <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setOpen({})}>
        {t('New article')}
      </Button>
    </>
  );
  return (
    <PageFrame title={t('Knowledge')} beside={mayWrite && buttons}>
      <Sections
        mayWrite={mayWrite}
        articles={
          <>
            <Status mayWrite={mayWrite} />
            <TryQuestion />
            <Articles onOpen={(article) => setOpen({ article })} />
          </>
        }
      />
      {open && <ArticleEditor article={open.article} readOnly={!mayWrite} onClose={() => setOpen(null)} />}
    </PageFrame>
  );
}

function Sections({ articles, mayWrite }: { articles: ReactNode; mayWrite: boolean }) {
  const [search, setSearch] = useSearchParams();
  const suggested = useSuggested();
  const drafts = useDrafts(mayWrite);
  const sections = [
    { key: 'articles', label: t('Articles'), body: articles },
    ...(mayWrite ? [{ key: 'drafts', label: t('Drafts'), count: drafts, body: <Drafts /> }] : []),
    {
      key: 'suggestions',
      label: t('Suggestions'),
      count: suggested,
      body: <Suggestions mayWrite={mayWrite} />,
    },
    { key: 'unanswered', label: t('Unanswered'), body: <Unanswered mayWrite={mayWrite} /> },
    { key: 'reports', label: t('Reports'), body: <Reports /> },
    ...(mayWrite ? [{ key: 'synonyms', label: t('Synonyms'), count: 0, body: <Synonyms /> }] : []),
    ...(mayWrite ? [{ key: 'lab', label: t('Answer lab'), count: 0, body: <Lab /> }] : []),
  ];
  const asked = search.get('section');
  const shown = sections.some(({ key }) => key === asked) ? asked : 'articles';
  const row = useInSight<HTMLDivElement>(`${shown} ${drafts} ${suggested}`);
  return (
    <Tabs value={shown} onChange={(key) => key && setSearch({ section: key })} keepMounted={false}>
      <Tabs.List ref={row} className="one-row" mb={16}>
        {sections.map(({ key, label, count }) => (
          <Tabs.Tab key={key} value={key} rightSection={count ? <Count of={count} /> : undefined}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {sections.map(({ key, body }) => (
        <Tabs.Panel key={key} value={key}>
          <Suspense fallback={<Waiting />}>{body}</Suspense>
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

function Count({ of }: { of: number }) {
  return (
    <span className="tab-count" translate="no">
      {of > 999 ? '999+' : of}
    </span>
  );
}

/** How many drafts there are, of a page of them: more are not counted. */
function useDrafts(mayWrite: boolean): number | undefined {
  const { http } = useConsole();
  const { data } = useQuery({
    queryKey: ['knowledge/drafts', 'count'],
    queryFn: () => http.get<Page<Draft>>('knowledge/drafts', { limit: 100 }),
    enabled: mayWrite,
  });
  return data?.items.length;
}

/** How many suggestions wait. */
function useSuggested(): number | undefined {
  const { http } = useConsole();
  const { data } = useQuery({
    queryKey: ['knowledge/suggestions', 'count'],
    queryFn: () => http.get<SuggestionList>('knowledge/suggestions', { limit: 1 }),
    refetchInterval: 60_000,
  });
  return data?.open;
}

/** Where everybody reads the public ones. */
function HelpCentreLink() {
  const { http } = useConsole();
  const organization = useQuery({
    queryKey: ['organizations/current'],
    queryFn: () => http.get<Organization>('organizations/current'),
  });
  const slug = organization.data?.slug;
  return (
    <Button variant="default" component="a" href={slug ? `/help/${slug}/` : '/help/'} target="_blank">
      {t('Help centre')}
    </Button>
  );
}

function Articles({ onOpen }: { onOpen: (article: Article) => void }) {
  const [words, setWords] = useState('');
  const [q] = useDebouncedValue(words.trim(), 250);
  const pages = usePages<Article>('knowledge/articles', { q }, isBeingRead);
  return (
    <section>
      <h2>{t('Articles')}</h2>
      <div className="toolbar">
        <TextInput
          className="grow"
          aria-label={t('Search articles')}
          placeholder={t('Search articles')}
          leftSection={<Icon name="search" size={16} />}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      </div>
      <Listing
        pages={pages}
        empty={
          q
            ? t('Nothing found for “{q}”.', { q })
            : t('No article yet. The AI answers only from what is here.')
        }
      >
        {pages.items.map((article) => (
          <ArticleItem key={article.id} article={article} onOpen={() => onOpen(article)} />
        ))}
      </Listing>
      <More pages={pages} />
    </section>
  );
}

function ArticleItem({ article, onOpen }: { article: Article; onOpen: () => void }) {
  const now = useNow(60_000);
  return (
    <li>
      <span className="main">
        <button type="button" className="link" onClick={onOpen}>
          <bdi>{article.title}</bdi>
        </button>
      </span>
      {article.category && <span className="label">{article.category}</span>}
      {article.isSample && <span className="state waiting">{t('Sample')}</span>}
      {article.audience === 'internal' && (
        <span className="state waiting">
          <Icon name="lock" size={13} /> <span>{t('Team only')}</span>
        </span>
      )}
      {article.audience === 'verified' && (
        <span className="state agent">
          <Icon name="person" size={13} /> <span>{t('Verified customers')}</span>
        </span>
      )}
      {article.pageGoneAt && (
        <span className="state failed" title={t('Since {time}', { time: whole(article.pageGoneAt) })}>
          <Icon name="alert" size={13} /> <span>{t('Its page is gone')}</span>
        </span>
      )}
      <Embedding article={article} />
      <time className="quiet" dateTime={article.updatedAt} title={whole(article.updatedAt)}>
        {short(article.updatedAt, now)}
      </time>
    </li>
  );
}

const isBeingRead = ({ embeddingStatus }: Article) => embeddingStatus === 'pending';

function Embedding({ article }: { article: Article }) {
  const { data: status } = useStatus();
  if (isBeingRead(article)) return <span className="quiet">{t('Being read')}</span>;
  // Of a language that the model does not know.
  if (article.embeddingStatus === 'off' && status?.embeddings.state === 'ready')
    return <span className="quiet">{t('Found by words only')}</span>;
  if (article.embeddingStatus !== 'failed') return null;
  return (
    <span className="state failed" title={article.embeddingError}>
      <Icon name="alert" size={13} /> <span>{t('Found by words only')}</span>
    </span>
  );
}

function remade({ made, of, servedBy }: NonNullable<KnowledgeStatus['embeddings']['remaking']>): string {
  return servedBy
    ? t('Vectors of {made} of {of} articles are made, meanings are searched with {servedBy} until all are.', {
        made,
        of,
        servedBy,
      })
    : t('Vectors of {made} of {of} articles are made, the rest is found by words alone until then.', {
        made,
        of,
      });
}

function useStatus() {
  const { http } = useConsole();
  return useQuery({
    queryKey: ['knowledge/status'],
    queryFn: () => http.get<KnowledgeStatus>('knowledge/status'),
    refetchInterval: ({ state }) => (state.data?.pending ? 3_000 : false),
  });
}

function Status({ mayWrite }: { mayWrite: boolean }) {
  const status = useStatus();
  if (status.isError) return <Trouble error={status.error} onRetry={() => void status.refetch()} />;
  if (!status.data) return <p className="quiet pad">&nbsp;</p>;
  const { articles, chunks, pending, failed, embeddings, samples } = status.data;
  const parts = [
    t('{articles} articles in {chunks} passages', { articles, chunks }),
    pending > 0 && t('{pending} being read', { pending }),
    failed > 0 && t('{failed} failed', { failed }),
    embeddings.state === 'ready'
      ? t('found by words and by meaning ({provider})', { provider: embeddings.provider })
      : t('found by words'),
  ].filter(Boolean);
  const more = [
    fixed(embeddings.reason ?? embeddings.about ?? ''),
    embeddings.remaking && remade(embeddings.remaking),
  ];
  return (
    <>
      <p className="quiet pad" role="status">
        {listed(parts)}. {more.filter(Boolean).join(' ')}
      </p>
      {samples > 0 && <Samples count={samples} mayWrite={mayWrite} />}
    </>
  );
}

function Samples({ count, mayWrite }: { count: number; mayWrite: boolean }) {
  return (
    <p className="quiet pad">
      {plural(count, {
        one: 'One of them is a sample of an invented shop: customers are answered from it, too.',
        other: '{count} of them are samples of an invented shop: customers are answered from them, too.',
      })}{' '}
      {mayWrite && <RemoveSamples count={count} />}
    </p>
  );
}
