// What a search in the list found, in the server's order.
import { lazy, Suspense } from 'react';
import { Link } from 'react-router';
import { useLasting } from '../hooks';
import { Highlights } from './highlights';
import { Rows } from './rows';
import { useFound } from './use-found';
import type { ListProps } from './use-selection';
import { t } from '../i18n/translate';

const SelectionBar = lazy(() => import('./selection-bar').then((all) => ({ default: all.SelectionBar })));

export default function Found({ q, tab, selected, selection, onDone }: ListProps & { q: string }) {
  const found = useFound(q);
  const slow = useLasting(found.isPending);
  return (
    <Highlights.Provider value={found.highlights}>
      <Suspense>
        {selection && <SelectionBar selection={selection} shown={found.ids} onEnd={onDone} />}
      </Suspense>
      <Link className="list-note" to={`/search?${new URLSearchParams({ q }).toString()}`}>
        {t('Search everywhere, with filters')}
      </Link>
      {found.newestOnly && (
        <p className="list-note">{t('Among the newest messages: many have these words.')}</p>
      )}
      <Rows
        ids={found.ids}
        fresh={0}
        selected={selected}
        tab={tab}
        selection={selection}
        onHold={() => undefined}
        goesOn={found.goesOn}
        onEnd={found.more}
        loading={slow}
        error={found.error}
        onRetry={found.retry}
        empty={found.isPending ? undefined : t('Nothing found for “{q}”.', { q })}
      />
    </Highlights.Provider>
  );
}
