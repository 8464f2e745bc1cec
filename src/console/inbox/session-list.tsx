// Tabs with counts, search, and rows that stay where they are while the pointer is among them.
import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { useConsole, useInbox } from '../context';
import { walking } from '../conversation/use-reply-focus';
import { heldOrder, rows, type Counts, type Tab } from '../data/session-list';
import { useLasting } from '../hooks';
import { Icon } from '../icons';
import { useKey } from '../shell/use-key';
import { Rows } from './rows';
import { useFound } from './use-found';

const tabWords: Record<Tab, string> = {
  mine: 'Mine',
  waiting: 'Waiting',
  ai: 'With AI',
  all: 'All',
  closed: 'Closed',
};

function count(counts: Counts | undefined, tab: Tab): number | undefined {
  if (!counts) return undefined;
  return {
    mine: counts.mine,
    waiting: counts.waiting,
    ai: counts.active,
    all: counts.open,
    closed: counts.closed,
  }[tab];
}

export function SessionList({ tab, selected }: { tab: Tab; selected: string | undefined }) {
  const navigate = useNavigate();
  const [words, setWords] = useState('');
  const [q] = useDebouncedValue(words.trim(), 250);
  const field = useRef<HTMLInputElement>(null);
  const counts = useInbox((state) => state.counts);
  const fresh = useInbox((state) => Object.keys(state.given).filter((id) => id !== selected).length);
  useKey('/', () => field.current?.focus());

  return (
    <section className="list" aria-label="Conversations">
      <div className="list-head">
        <TextInput
          ref={field}
          size="sm"
          placeholder="Search"
          aria-label="Search conversations"
          leftSection={<Icon name="search" size={16} />}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            setWords('');
            event.currentTarget.blur();
          }}
        />
        <nav className="tabs" aria-label="Which conversations">
          {(Object.keys(tabWords) as Tab[]).map((name) => (
            <button
              key={name}
              type="button"
              className="tab"
              aria-current={name === tab && !q ? 'page' : undefined}
              onClick={() => {
                setWords('');
                void navigate(`${selected ? `/inbox/${selected}` : '/inbox'}?tab=${name}`, walking);
              }}
            >
              {tabWords[name]}
              <span
                className={name === 'mine' && fresh > 0 ? 'tab-count fresh' : 'tab-count'}
                title={count(counts, name)?.toLocaleString()}
              >
                {countWords(count(counts, name))}
                {name === 'mine' && fresh > 0 && <span className="hidden">, {fresh} new</span>}
              </span>
            </button>
          ))}
        </nav>
      </div>
      {q ? (
        <Found q={q} selected={selected} tab={tab} />
      ) : (
        <TabRows key={tab} tab={tab} selected={selected} />
      )}
    </section>
  );
}

function countWords(value: number | undefined): string {
  if (value === undefined) return '';
  return value > 999 ? `${Math.floor(value / 1000)}k` : String(value);
}

function TabRows({ tab, selected }: { tab: Tab; selected: string | undefined }) {
  const { inbox } = useConsole();
  const sessions = useInbox((state) => state.sessions);
  const list = useInbox((state) => state.lists[tab]);
  const agentId = useInbox((state) => state.agent?.id);
  const wanted = useMemo(
    () => rows(Object.values(sessions), tab, { agentId, sources: list?.sources ?? [] }).map(({ id }) => id),
    [sessions, tab, agentId, list],
  );
  const [held, setHeld] = useState(false);
  const shown = useRef<readonly string[]>([]);
  const order = heldOrder(shown.current, wanted, held);
  useEffect(() => {
    shown.current = order.ids;
  });
  const settled =
    list !== undefined && (!list.loading || list.sources.every(({ cursor }) => cursor !== undefined));
  const slow = useLasting(!settled && wanted.length === 0);

  return (
    <Rows
      ids={order.ids}
      fresh={order.fresh}
      selected={selected}
      tab={tab}
      onHold={setHeld}
      onEnd={() => void inbox.lists.more(tab)}
      loading={slow}
      error={list?.error}
      onRetry={() => void inbox.lists.reload(tab)}
      empty={settled ? emptyWords[tab] : undefined}
    />
  );
}

const emptyWords: Record<Tab, string> = {
  mine: 'Nothing is yours at the moment. Take over a conversation under Waiting.',
  waiting: 'Nobody waits.',
  ai: 'The AI has no conversation at the moment.',
  all: 'No open conversation. They appear here as customers write.',
  closed: 'No conversation has been closed yet.',
};

function Found({ q, selected, tab }: { q: string; selected: string | undefined; tab: Tab }) {
  const found = useFound(q);
  const slow = useLasting(found.isPending);
  return (
    <Rows
      ids={found.ids}
      fresh={0}
      selected={selected}
      tab={tab}
      onHold={() => undefined}
      onEnd={found.more}
      loading={slow}
      error={found.error}
      onRetry={found.retry}
      empty={found.isPending ? undefined : `Nothing found for “${q}”.`}
    />
  );
}
