// Tabs with counts, search, and rows that stay where they are while the pointer is among them.
import { ActionIcon, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { lazy, Suspense, useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { useConsole, useInbox } from '../context';
import { heldOrder, isPlain, nextSources, rows, type PlainTab, type Tab } from '../data/session-list';
import { useLasting } from '../hooks';
import { Icon } from '../icons';
import { useKey } from '../ui/use-key';
import { Rows } from './rows';
import { Tabs } from './tabs';
import { useSelection, type ListProps } from './use-selection';
import { t } from '../i18n/translate';

const AboveList = lazy(() => import('./above-list'));
const FilterBar = lazy(() => import('./views/filter-bar'));
const Found = lazy(() => import('./found'));
const SelectionBar = lazy(() => import('./selection-bar').then((all) => ({ default: all.SelectionBar })));

export function SessionList({ tab, selected }: { tab: Tab; selected: string | undefined }) {
  const { agent } = useConsole();
  const [words, setWords] = useState('');
  const [typed] = useDebouncedValue(words.trim(), 250);
  // Whoever clears the field has the list back at once: the next key is for its rows.
  const q = words.trim() && typed;
  const field = useRef<HTMLInputElement>(null);
  const [selection, { start, end }] = useSelection();
  const [filtering, setFiltering] = useState(false);
  useKey('/', () => field.current?.focus());
  useKey('f', () => setFiltering(true));
  useEffect(end, [tab, q]);

  const shared = { tab, selected, selection, onDone: end };
  return (
    <section className="list" aria-label={t('Conversations')}>
      <div className="list-head">
        <div className="list-find">
          <Search field={field} words={words} onWords={setWords} />
          <ActionIcon
            variant={isPlain(tab) ? 'subtle' : 'light'}
            color={isPlain(tab) ? 'gray' : undefined}
            size={36}
            aria-label={t('Filter conversations')}
            title={t('Filter conversations (F)')}
            onClick={() => setFiltering(true)}
          >
            <Icon name="filter" size={16} />
          </ActionIcon>
          {agent && tab !== 'closed' && !selection && (
            <ActionIcon
              variant="subtle"
              color="gray"
              size={36}
              aria-label={t('Select conversations')}
              title={t('Select conversations, to do something with several at once')}
              onClick={start}
            >
              <Icon name="select" size={16} />
            </ActionIcon>
          )}
        </div>
        <Tabs current={q ? undefined : tab} selected={selected} onLeave={() => setWords('')} />
      </div>
      <Suspense>
        <AboveList current={q ? undefined : tab} selected={selected} onLeave={() => setWords('')} />
      </Suspense>
      <Suspense>
        {!q && (filtering || !isPlain(tab)) && (
          <FilterBar tab={tab} selected={selected} filtering={filtering} onFilter={setFiltering} />
        )}
      </Suspense>
      {q ? (
        <Suspense fallback={<div className="rows" aria-busy="true" />}>
          <Found q={q} {...shared} />
        </Suspense>
      ) : (
        <TabRows key={tab} {...shared} />
      )}
    </section>
  );
}

interface SearchProps {
  field: RefObject<HTMLInputElement | null>;
  words: string;
  onWords: (words: string) => void;
}

function Search({ field, words, onWords }: SearchProps) {
  return (
    <TextInput
      ref={field}
      className="grow"
      size="sm"
      placeholder={t('Search')}
      aria-label={t('Search conversations')}
      leftSection={<Icon name="search" size={16} />}
      value={words}
      onChange={(event) => onWords(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        onWords('');
        event.currentTarget.blur();
      }}
    />
  );
}

function TabRows({ tab, selected, selection, onDone }: ListProps) {
  const { inbox } = useConsole();
  const list = useInbox((state) => state.lists[tab]);
  const wanted = useTabIds(tab);
  const [held, setHeld] = useState(false);
  const shown = useRef<readonly string[]>([]);
  // Nobody ticks a row that moves.
  const order = heldOrder(shown.current, wanted, held || selection !== undefined);
  useEffect(() => {
    shown.current = order.ids;
  });
  const settled =
    list !== undefined && (!list.loading || list.sources.every(({ cursor }) => cursor !== undefined));
  const slow = useLasting(!settled && wanted.length === 0);
  return (
    <>
      <Suspense>
        {selection && <SelectionBar selection={selection} shown={order.ids} tab={tab} onEnd={onDone} />}
      </Suspense>
      <Rows
        ids={order.ids}
        fresh={order.fresh}
        selected={selected}
        tab={tab}
        selection={selection}
        onHold={setHeld}
        goesOn={nextSources(list?.sources ?? []).length > 0}
        onEnd={() => void inbox.lists.more(tab)}
        loading={slow}
        error={list?.error}
        onRetry={() => void inbox.lists.reload(tab)}
        empty={settled ? (isPlain(tab) ? emptyWords[tab] : t('No conversation is like that.')) : undefined}
      />
    </>
  );
}

function useTabIds(tab: Tab): string[] {
  const sessions = useInbox((state) => state.sessions);
  const sources = useInbox((state) => state.lists[tab]?.sources);
  const agentId = useInbox((state) => state.agent?.id);
  return useMemo(
    () => rows(Object.values(sessions), tab, { agentId, sources: sources ?? [] }).map(({ id }) => id),
    [sessions, tab, agentId, sources],
  );
}

const emptyWords: Record<PlainTab, string> = {
  mine: t('Nothing is yours at the moment. Take over a conversation under Waiting.'),
  waiting: t('Nobody waits.'),
  ai: t('The AI has no conversation at the moment.'),
  snoozed: t('Nothing is put away. Press Z in a conversation to put it away until later.'),
  all: t('No open conversation. They appear here as customers write.'),
  closed: t('No conversation has been closed yet.'),
};
