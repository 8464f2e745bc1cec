// Articles that nobody is answered from, and those whose answers did not help.
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Article, KnowledgeStatus } from '../../protocol/knowledge';
import type { Reports as Report } from '../../protocol/reports';
import { useConsole } from '../context';
import { ArticleEditor } from './article-editor';
import { Trouble, Waiting } from '../ui/page-frame';
import { listed, t } from '../i18n/translate';

export default function Reports() {
  const { http, user } = useConsole();
  const [asked, setAsked] = useState<string>();
  const found = useQuery({
    queryKey: ['knowledge/reports'],
    queryFn: () => http.get<Report>('knowledge/reports', { days: 90 }),
  });
  const status = useQuery({
    queryKey: ['knowledge/status'],
    queryFn: () => http.get<KnowledgeStatus>('knowledge/status'),
  });
  const failed = [found, status].find(({ isError }) => isError);
  if (failed) return <Trouble error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!found.data || !status.data) return <Waiting />;
  const { oftenWrong, neverUsed } = found.data;
  const none = status.data.articles === 0 && t('There are no articles yet.');
  return (
    <>
      <List
        title={t('Often wrong')}
        about={t('Articles whose answers customers found not helpful in the last 90 days.')}
        empty={none || t('No answer was said to be no help.')}
      >
        {oftenWrong.map((one) => (
          <li key={one.articleId}>
            <span className="main">
              <Title of={one} onOpen={setAsked} />
            </span>
            <span className="quiet">{wordsOf(one)}</span>
          </li>
        ))}
      </List>
      <List
        title={t('Never used')}
        about={t('Articles that are older than 90 days, and from which the AI has answered nobody since.')}
        empty={none || t('Every article is used, or new.')}
      >
        {neverUsed.map((one) => (
          <li key={one.articleId}>
            <span className="main">
              <Title of={one} onOpen={setAsked} />
            </span>
          </li>
        ))}
      </List>
      {asked && (
        <Opened articleId={asked} readOnly={user.role === 'agent'} onClose={() => setAsked(undefined)} />
      )}
    </>
  );
}

interface TitleProps {
  of: { articleId: string; title: string };
  onOpen: (articleId: string) => void;
}

function Title({ of: { articleId, title }, onOpen }: TitleProps) {
  return (
    <button type="button" className="link" onClick={() => onOpen(articleId)}>
      <bdi>{title}</bdi>
    </button>
  );
}

interface OpenedProps {
  articleId: string;
  readOnly: boolean;
  onClose: () => void;
}

function Opened({ articleId, readOnly, onClose }: OpenedProps) {
  const { http } = useConsole();
  const article = useQuery({
    queryKey: ['knowledge/articles', articleId],
    queryFn: () => http.get<Article>(`knowledge/articles/${articleId}`),
  });
  if (article.isError) return <Trouble error={article.error} onRetry={() => void article.refetch()} />;
  return article.data ? <ArticleEditor article={article.data} readOnly={readOnly} onClose={onClose} /> : null;
}

interface ListProps {
  title: string;
  about: string;
  empty: string;
  children: ReactNode[];
}

function List({ title, about, empty, children }: ListProps) {
  return (
    <section>
      <h2>{title}</h2>
      <p className="quiet pad">{about}</p>
      {children.length === 0 ? <p className="quiet">{empty}</p> : <ul className="cards">{children}</ul>}
    </section>
  );
}

function wordsOf({ notHelpful, answers, wrong, incomplete, offTopic }: Report['oftenWrong'][number]): string {
  const reasons = [
    wrong > 0 && t('{wrong} wrong', { wrong }),
    incomplete > 0 && t('{incomplete} not complete', { incomplete }),
    offTopic > 0 && t('{offTopic} not what was asked', { offTopic }),
  ].filter(Boolean);
  const share = t('{notHelpful} of {answers} did not help', { notHelpful, answers });
  return reasons.length > 0 ? `${share}: ${listed(reasons)}` : share;
}
