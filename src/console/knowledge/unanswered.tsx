// What the AI handed over because it was not sure, in groups: each an article that is missing.
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import type { ArticleDraft, UnansweredGroups } from '../../protocol/suggestions';
import { useConsole } from '../context';
import { fail, useAct, useNow } from '../hooks';
import { short, whole } from '../text/time';
import { ArticleEditor } from './article-editor';
import { Trouble, Waiting } from '../ui/page-frame';
import { plural, t } from '../i18n/translate';

type Group = UnansweredGroups['items'][number];
const key = 'knowledge/unanswered';

export default function Unanswered({ mayWrite }: { mayWrite: boolean }) {
  const { http } = useConsole();
  const found = useQuery({ queryKey: [key], queryFn: () => http.get<UnansweredGroups>(key, { days: 30 }) });
  if (found.isError) return <Trouble error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Waiting />;
  const { items } = found.data;
  return (
    <section aria-label={t('Unanswered')}>
      <p className="quiet pad">
        {t(
          'What the AI handed over in the last 30 days because it was not sure: what is asked most comes first.',
        )}
      </p>
      {items.length === 0 ? (
        <p className="quiet">{t('Nothing was left unanswered.')}</p>
      ) : (
        <ul className="cards">
          {items.map((group) => (
            <Item key={group.answerIds[0]} group={group} mayWrite={mayWrite} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Item({ group, mayWrite }: { group: Group; mayWrite: boolean }) {
  const { http } = useConsole();
  const queries = useQueryClient();
  const [busy, act] = useAct();
  const [draft, setDraft] = useState<ArticleDraft>();
  const answerIds = { answerIds: group.answerIds };
  const settle = async () => {
    await http.post(`${key}/settle`, answerIds);
    await queries.invalidateQueries({ queryKey: [key] });
  };
  return (
    <li className="suggested">
      <Asked group={group} />
      {mayWrite && (
        <div className="suggested-foot">
          <Button
            size="compact-md"
            loading={busy}
            onClick={() =>
              act(async () => setDraft(await http.post<ArticleDraft>(`${key}/draft`, answerIds)))
            }
          >
            {t('Create article')}
          </Button>
          <Button size="compact-md" variant="default" disabled={busy} onClick={() => act(settle)}>
            {t('Dismiss')}
          </Button>
        </div>
      )}
      {draft && (
        <ArticleEditor
          article={undefined}
          draft={draft}
          readOnly={false}
          onSaved={() => void settle().catch(fail)}
          onClose={() => setDraft(undefined)}
        />
      )}
    </li>
  );
}

function Asked({ group }: { group: Group }) {
  const others = group.examples.filter((one) => one !== group.question);
  return (
    <div className="main">
      <p>
        <strong dir="auto">{group.question}</strong>
      </p>
      <p className="quiet">{plural(group.count, { one: 'Asked once', other: 'Asked {count} times' })}</p>
      {others.map((one) => (
        <p key={one} className="quiet" dir="auto">{`“${one}”`}</p>
      ))}
      <Conversations group={group} />
    </div>
  );
}

function Conversations({ group }: { group: Group }) {
  const now = useNow(60_000);
  return (
    <p className="quiet">
      {t('Conversations:')}{' '}
      {group.sessions.map(({ sessionId, at }, index) => (
        <span key={`${sessionId} ${at}`}>
          {index > 0 && ', '}
          <Link to={`/inbox/${sessionId}?tab=all`} title={whole(at)}>
            {short(at, now)}
          </Link>
        </span>
      ))}
    </p>
  );
}
