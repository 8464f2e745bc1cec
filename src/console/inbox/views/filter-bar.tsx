// What the list is filtered by, in words, and the ways on from there: change it, keep it, or leave it.
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useConsole } from '../../context';
import type { Tab } from '../../data/session-list';
import { viewIdOf, whereOf, whereTab, type WhereTab } from '../../data/where-tab';
import { useAct } from '../../hooks';
import { Icon } from '../../icons';
import '../../styles/views.css';
import { channelWord } from '../../text/channel-name';
import { FilterDialog } from './filter-dialog';
import { termsOf } from './filter-words';
import { useKnown } from './use-known';
import { sameWhere } from './tidy';
import { tabOf, useViews, type View } from './use-views';
import { ViewDialog } from './view-dialog';
import { useTimePasses } from './views';
import { t } from '../../i18n/translate';

interface Props {
  /** The tab that a filter without a saved view starts from and ends in. */
  tab: Tab;
  selected: string | undefined;
  filtering: boolean;
  onFilter: (on: boolean) => void;
}

export default function FilterBar({ tab, selected, filtering, onFilter }: Props) {
  const navigate = useNavigate();
  const filter = tab.startsWith('where:') ? (tab as WhereTab) : undefined;
  const { data: views } = useViews();
  const view = filter && views?.find(({ id }) => id === viewIdOf(filter));
  const to = (next: string) => void navigate(`${selected ? `/inbox/${selected}` : '/inbox'}?tab=${next}`);
  const where = filter ? whereOf(filter) : {};
  useTimePasses(where.waitsLongerThan !== undefined || where.sla !== undefined, tab);
  return (
    <>
      {filter && (
        <Terms
          filter={filter}
          view={view}
          onChange={() => onFilter(true)}
          onClear={() => to('all')}
          onView={to}
        />
      )}
      {filtering && (
        <FilterDialog
          where={where}
          onClose={() => onFilter(false)}
          onApply={(next) => {
            onFilter(false);
            to(whereTab(next, filter && viewIdOf(filter)));
          }}
        />
      )}
    </>
  );
}

interface TermsProps {
  filter: WhereTab;
  view: View | undefined;
  onChange: () => void;
  onClear: () => void;
  onView: (tab: WhereTab) => void;
}

function Terms({ filter, view, onChange, onClear, onView }: TermsProps) {
  const [saving, setSaving] = useState(false);
  const where = whereOf(filter);
  const known = useKnown(where.companyId);
  const terms = termsOf(where, known, channelWord);
  const isSaved = view !== undefined && sameWhere(view.where, where);
  return (
    <div className="filter-bar" role="group" aria-label={t('Filter')}>
      {terms.map(({ key, words, isGone }) => (
        <button
          key={key}
          type="button"
          className={isGone ? 'term gone' : 'term'}
          onClick={onChange}
          dir="auto"
        >
          {isGone && <Icon name="alert" size={12} label={t('Not there any more')} />}
          <span>{words}</span>
        </button>
      ))}
      {terms.length === 0 && <span className="quiet">{t('All open conversations')}</span>}
      <span className="filter-ways">
        {view && !isSaved && <SaveBack view={view} filter={filter} onSaved={onView} />}
        {!isSaved && (
          <Button size="compact-xs" variant="default" onClick={() => setSaving(true)}>
            {view ? t('Save as new') : t('Save as view')}
          </Button>
        )}
        <Button size="compact-xs" variant="subtle" onClick={onClear}>
          {t('Clear')}
        </Button>
      </span>
      {saving && (
        <ViewDialog
          view={undefined}
          where={where}
          onClose={() => setSaving(false)}
          onSaved={(made) => onView(tabOf(made))}
        />
      )}
    </div>
  );
}

function SaveBack({
  view,
  filter,
  onSaved,
}: {
  view: View;
  filter: WhereTab;
  onSaved: (tab: WhereTab) => void;
}) {
  const { http, user } = useConsole();
  const queries = useQueryClient();
  const [busy, act] = useAct();
  if (view.shared && user.role === 'agent') return null;
  async function save() {
    const { name, shared, id } = view;
    await http.put(`views/${id}`, { name, shared, where: whereOf(filter) });
    await queries.invalidateQueries({ queryKey: ['views'] });
    onSaved(whereTab(whereOf(filter), id));
  }
  return (
    <Button size="compact-xs" loading={busy} onClick={() => act(save)}>
      {t('Save')}
    </Button>
  );
}
