// What the team answered by hand, and the AI may learn: one decision each.
import { Button, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Suggestion } from '../../protocol/suggestions';
import { useConsole } from '../context';
import { useAct, useNow } from '../hooks';
import { Icon } from '../icons';
import { short, whole } from '../text/time';
import { Listing, More } from '../ui/page-frame';
import { usePages } from '../data/use-pages';
import { t } from '../i18n/translate';
import { withParts } from '../i18n/parts';

export const suggestionsKey = 'knowledge/suggestions';

export default function Suggestions({ mayWrite }: { mayWrite: boolean }) {
  const pages = usePages<Suggestion>(suggestionsKey);
  return (
    <section aria-label={t('Suggestions')}>
      <p className="quiet pad">
        {t(
          'Questions that the team answered from an article. What is learned becomes an example of the article: the AI answers it by itself the next time, also in other words.',
        )}
      </p>
      <Listing
        pages={pages}
        empty={t(
          'Nothing to learn. Whenever somebody of the team answers with an article, the question appears here.',
        )}
      >
        {pages.items.map((one) => (
          <Item key={one.id} suggestion={one} mayWrite={mayWrite} />
        ))}
      </Listing>
      <More pages={pages} />
    </section>
  );
}

function Item({ suggestion, mayWrite }: { suggestion: Suggestion; mayWrite: boolean }) {
  const { http } = useConsole();
  const queries = useQueryClient();
  const now = useNow(60_000);
  const [busy, act] = useAct();
  const [question, setQuestion] = useState(suggestion.question);
  const { id, sessionId, articleTitle, answeredBy, createdAt } = suggestion;
  function decide(what: 'approve' | 'dismiss', body: object = {}) {
    act(async () => {
      await http.post(`${suggestionsKey}/${id}/${what}`, body);
      for (const key of [suggestionsKey, 'knowledge/articles', 'knowledge/status'])
        await queries.invalidateQueries({ queryKey: [key] });
    });
  }
  return (
    <li className="suggested">
      <div className="main">
        {mayWrite ? (
          <Words value={question} onChange={setQuestion} />
        ) : (
          <p dir="auto">{suggestion.question}</p>
        )}
        <p className="quiet">
          {withParts(
            answeredBy
              ? t('{person} answered with {article}, {time}.')
              : t('Answered with {article}, {time}.'),
            {
              person: answeredBy,
              article: <bdi>{articleTitle}</bdi>,
              time: (
                <time dateTime={createdAt} title={whole(createdAt)}>
                  {short(createdAt, now)}
                </time>
              ),
            },
          )}{' '}
          <Link to={`/inbox/${sessionId}?tab=all`}>{t('Open the conversation')}</Link>
        </p>
      </div>
      {mayWrite && (
        <div className="suggested-foot">
          <Button
            size="compact-md"
            leftSection={<Icon name="spark" size={14} />}
            loading={busy}
            disabled={!question.trim()}
            onClick={() => decide('approve', { question })}
          >
            {t('Learn it')}
          </Button>
          <Button size="compact-md" variant="default" disabled={busy} onClick={() => decide('dismiss')}>
            {t('Dismiss')}
          </Button>
        </div>
      )}
    </li>
  );
}

function Words({ value, onChange }: { value: string; onChange: (words: string) => void }) {
  return (
    <Textarea
      aria-label={t('The question, as the AI would learn it')}
      autosize
      minRows={1}
      maxRows={5}
      maxLength={300}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
