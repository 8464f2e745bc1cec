// What somebody looks at again and again, below the tabs, each with its count.
import { ActionIcon } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { useConsole, useInbox } from '../../context';
import { walking } from '../../conversation/use-reply-focus';
import type { Tab } from '../../data/session-list';
import { viewIdOf } from '../../data/where-tab';
import { Icon } from '../../icons';
import '../../styles/views.css';
import { tabOf, useViews, type View } from './use-views';
import { ViewDialog } from './view-dialog';
import { numeral, t } from '../../i18n/translate';

const foldedKey = 'parley:views-folded';

interface Props {
  /** undefined while the search shows what it found. */
  current: Tab | undefined;
  selected: string | undefined;
  onLeave: () => void;
}

export default function Views({ current, selected, onLeave }: Props) {
  const { inbox } = useConsole();
  const navigate = useNavigate();
  const { data: views } = useViews();
  const [folded, setFolded] = useState(() => localStorage.getItem(foldedKey) === '1');
  const [editing, setEditing] = useState<View>();
  useEffect(() => {
    if (views) inbox.watchViews(Object.fromEntries(views.map(({ id, where }) => [id, where])));
  }, [inbox, views]);
  useTimePasses(views?.some(({ where }) => (where.waitsLongerThan ?? where.sla) !== undefined) ?? false);
  if (!views || views.length === 0) return null;

  function fold() {
    localStorage.setItem(foldedKey, folded ? '0' : '1');
    setFolded(!folded);
  }
  return (
    <nav className="views" aria-label={t('Views')}>
      <button type="button" className="views-head" aria-expanded={!folded} onClick={fold}>
        <Icon name={folded ? 'down' : 'up'} size={12} /> <span>{t('Views')}</span>
      </button>
      {!folded && (
        <ul>
          {views.map((view) => (
            <li key={view.id}>
              <button
                type="button"
                className="view"
                aria-current={current && viewIdOf(current) === view.id ? 'page' : undefined}
                onClick={() => {
                  onLeave();
                  void navigate(`${selected ? `/inbox/${selected}` : '/inbox'}?tab=${tabOf(view)}`, walking);
                }}
              >
                <bdi className="view-name">{view.name}</bdi>
                {view.shared && <Icon name="people" size={12} label={t('Of the team')} />}
                <Count id={view.id} />
              </button>
              <ActionIcon
                variant="subtle"
                color="gray"
                size={28}
                aria-label={t('Change the view {name}', { name: view.name })}
                onClick={() => setEditing(view)}
              >
                <Icon name="dots" size={14} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      {editing && <ViewDialog view={editing} where={editing.where} onClose={() => setEditing(undefined)} />}
    </nav>
  );
}

function Count({ id }: { id: string }) {
  const count = useInbox((state) => state.viewCounts[id]);
  return (
    <span className="view-count" translate="no" title={count === undefined ? undefined : numeral(count)}>
      {count === undefined ? '' : count >= 1000 ? `${Math.floor(count / 1000)}k` : count}
    </span>
  );
}

const minute = 60_000;

/** Who waits for long enough comes in without a word of anybody. */
export function useTimePasses(isCounted: boolean, tab?: Tab): void {
  const { inbox } = useConsole();
  useEffect(() => {
    if (!isCounted) return;
    const timer = setInterval(() => inbox.look(tab), minute);
    return () => clearInterval(timer);
  }, [inbox, isCounted, tab]);
}
