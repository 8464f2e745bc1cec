import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Source } from '../../protocol/model/handover';
import { useConsole } from '../context';
import { sentence } from '../data/failure';
import { Text } from '../conversation/text';
import { Icon } from '../icons';

/** Looks a thing up and puts the passage into what is being written. */
export function KnowledgeSearch({ sessionId }: { sessionId: string }) {
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
      <h2>Knowledge</h2>
      <TextInput
        size="sm"
        aria-label="Search the knowledge"
        placeholder="Search the knowledge"
        leftSection={<Icon name="search" size={16} />}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      {found.isError && <p role="alert">{sentence(found.error)}</p>}
      {query.length > 1 && found.data?.items.length === 0 && (
        <p className="quiet">Nothing found. Try other words.</p>
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
                onClick={() => drafts.insert(sessionId, hit.excerpt)}
              >
                Insert
              </Button>
            </li>
          ))}
      </ul>
    </section>
  );
}
