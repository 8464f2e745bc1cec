// Rows of 64 px: only those in sight are on the page, so that thousands cost as little as twenty.
import { Button } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { Tab } from '../data/session-list';
import { Icon } from '../icons';
import { Row } from './row';
import { useFetchedAhead } from './use-fetched-ahead';
import { useRowKeys } from './use-row-keys';
import type { Selection } from './use-selection';
import { plural, t } from '../i18n/translate';

const height = 64;

interface Props {
  ids: readonly string[];
  /** New rows that are held back while the pointer is over the list. */
  fresh: number;
  selected: string | undefined;
  tab: Tab;
  selection: Selection | undefined;
  onHold: (held: boolean) => void;
  /** There is more than was read. */
  goesOn: boolean;
  onEnd: () => void;
  loading: boolean;
  error: string | undefined;
  onRetry: () => void;
  /** What to say when there is nothing; undefined while that is not known. */
  empty: string | undefined;
}

export function Rows(props: Props) {
  const { ids, fresh, selected, tab, selection, goesOn, onHold, onEnd } = props;
  const box = useRef<HTMLDivElement>(null);
  const list = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: ids.length,
    getScrollElement: () => box.current,
    estimateSize: () => height,
    getItemKey: (index) => ids[index]!,
    overscan: 6,
  });
  const items = list.getVirtualItems();
  useRowKeys({ ids, selected, tab, box, list, goesOn, onEnd });
  useFetchedAhead(ids, selected);
  const nearEnd = (items.at(-1)?.index ?? -1) >= ids.length - 1;
  useEffect(() => {
    if (nearEnd) onEnd();
  }, [nearEnd, ids.length, onEnd]);

  function release() {
    onHold(false);
    list.scrollToOffset(0);
  }
  return (
    <div
      className="rows"
      ref={box}
      tabIndex={-1}
      onPointerEnter={(event) => event.pointerType === 'mouse' && onHold(true)}
      onPointerLeave={() => onHold(false)}
    >
      {fresh > 0 && (
        <button type="button" className="pill" onClick={release}>
          <Icon name="up" size={14} />{' '}
          <span>{plural(fresh, { one: '{count} new', other: '{count} new' })}</span>
        </button>
      )}
      <div
        style={{ height: list.getTotalSize(), position: 'relative' }}
        {...(ids.length > 0 && { role: 'list', 'aria-label': t('Conversations') })}
      >
        {items.map(({ index, start }) => {
          const id = ids[index]!;
          return (
            <Row key={id} id={id} top={start} selected={id === selected} tab={tab} selection={selection} />
          );
        })}
      </div>
      <Footer {...props} />
    </div>
  );
}

function Footer({ ids, loading, error, onRetry, empty }: Props) {
  if (error) {
    return (
      <div className="list-note" role="alert">
        <Icon name="alert" size={16} /> <span>{error}</span>
        <Button size="compact-xs" variant="default" onClick={onRetry}>
          {t('Try again')}
        </Button>
      </div>
    );
  }
  if (ids.length > 0) return null;
  if (loading) {
    return (
      <div aria-busy="true" aria-label={t('Loading conversations')} role="status">
        {Array.from({ length: 6 }, (_, index) => (
          <div key={index} className="row-skeleton" />
        ))}
      </div>
    );
  }
  return empty ? <p className="list-note">{empty}</p> : null;
}
