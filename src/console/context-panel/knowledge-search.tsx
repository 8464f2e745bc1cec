import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Source } from '../../protocol/model/handover';
import { useConsole } from '../context';
import { sentence } from '../data/failure';
import { Text } from '../conversation/text';
import { Icon } from '../icons';
import { t } from '../i18n/translate';

/** Looks a thing up and puts the passage into what is being written. */
export default function KnowledgeSearch({ sessionId }: { sessionId: string }) {
  const { http, drafts } = useConsole();
  const [words, setWords] = useState('');
  const [query] = useDebouncedValue(words.trim(), 300);
  const found = useQuery({
    queryKey: ['knowledge-search', query],
    queryFn: () => http.post<{ items: Source[] }>('knowledge/search', { query, limit: 5 }),
    enabled: query.length > 1,
  });
  return (
    <section>
      <h2>{t('Knowledge')}</h2>
      <TextInput
        size="sm"
        aria-label={t('Search the knowledge')}
        placeholder={t('Search the knowledge')}
        leftSection={<Icon name="search" size={16} />}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      {found.isError && <p role="alert">{sentence(found.error)}</p>}
      {query.length > 1 && found.data?.items.length === 0 && (
        <p className="quiet">{t('Nothing found. Try other words.')}</p>
      )}
      <ul className="hits">
        {query.length > 1 &&
          found.data?.items.map((hit) => (
            <li key={hit.chunkId}>
              <strong dir="auto">{hit.title}</strong>
              <div className="excerpt">
                <Text formatted>{hit.excerpt}</Text>
              </div>
              <Button
                size="compact-xs"
                variant="default"
                onClick={() => drafts.insert(sessionId, hit.excerpt, { articleId: hit.articleId })}
              >
                {t('Insert')}
              </Button>
              <Teach sessionId={sessionId} articleId={hit.articleId} />
            </li>
          ))}
      </ul>
    </section>
  );
}

/** For an answer in words of one's own: the question is suggested to be learned all the same. */
function Teach({ sessionId, articleId }: { sessionId: string; articleId: string }) {
  const { http } = useConsole();
  const teach = useMutation({
    mutationFn: () => http.post('knowledge/suggestions', { sessionId, articleId }),
  });
  if (teach.isSuccess)
    return (
      <span className="quiet" role="status">
        {t('Suggested to be learned')}
      </span>
    );
  if (teach.isError)
    return (
      <span className="quiet" role="alert">
        {sentence(teach.error)}
      </span>
    );
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      color="gray"
      title={t('Suggest that the AI learns the customer’s question as an example of this article')}
      loading={teach.isPending}
      onClick={() => teach.mutate()}
    >
      {t('Answers it')}
    </Button>
  );
}
