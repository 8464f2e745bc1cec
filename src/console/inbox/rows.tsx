// Rows of 64 px: only those in sight are in the page, so that thousands cost as little as twenty.
import { Button } from '@mantine/core';
import { useEffect, useRef, useState, type UIEvent } from 'react';
import { useNavigate } from 'react-router';
import { walking } from '../conversation/use-reply-focus';
import type { Tab } from '../data/session-list';
import { Icon } from '../icons';
import { useKey } from '../shell/use-key';
import { Row } from './row';

const height = 64;
const beyond = 6;

interface Props {
  ids: readonly string[];
  /** New rows that are held back while the pointer is over the list. */
  fresh: number;
  selected: string | undefined;
  tab: Tab;
  onHold: (held: boolean) => void;
  onEnd: () => void;
  loading: boolean;
  error: string | undefined;
  onRetry: () => void;
  /** What to say when there is nothing; undefined while that is not known. */
  empty: string | undefined;
}

export function Rows(props: Props) {
  const { ids, fresh, selected, tab, onHold, onEnd } = props;
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [seen, setSeen] = useState(800);
  useRowKeys(ids, selected, tab, box);

  useEffect(() => {
    const element = box.current!;
    const observer = new ResizeObserver(() => setSeen(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const first = Math.max(0, Math.floor(top / height) - beyond);
  const last = Math.min(ids.length, Math.ceil((top + seen) / height) + beyond);
  const nearEnd = last >= ids.length;
  useEffect(() => {
    if (nearEnd) onEnd();
  }, [nearEnd, ids.length, onEnd]);

  function release() {
    onHold(false);
    box.current!.scrollTop = 0;
  }

  return (
    <div
      className="rows"
      ref={box}
      tabIndex={-1}
      onScroll={(event: UIEvent<HTMLDivElement>) => setTop(event.currentTarget.scrollTop)}
      onPointerEnter={(event) => event.pointerType === 'mouse' && onHold(true)}
      onPointerLeave={() => onHold(false)}
    >
      {fresh > 0 && (
        <button type="button" className="pill" onClick={release}>
          <Icon name="up" size={14} /> {fresh} new
        </button>
      )}
      <div
        style={{ height: ids.length * height, position: 'relative' }}
        {...(ids.length > 0 && { role: 'list', 'aria-label': 'Conversations' })}
      >
        {ids.slice(first, last).map((id, index) => (
          <Row key={id} id={id} top={(first + index) * height} selected={id === selected} tab={tab} />
        ))}
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
          Try again
        </Button>
      </div>
    );
  }
  if (ids.length > 0) return null;
  if (loading) {
    return (
      <div aria-busy="true" aria-label="Loading conversations" role="status">
        {Array.from({ length: 6 }, (_, index) => (
          <div key={index} className="row-skeleton" />
        ))}
      </div>
    );
  }
  return empty ? <p className="list-note">{empty}</p> : null;
}

/** J and K walk through the list, and the focus with them: Enter on a row is the link's own. */
function useRowKeys(
  ids: readonly string[],
  selected: string | undefined,
  tab: Tab,
  box: React.RefObject<HTMLDivElement | null>,
): void {
  const navigate = useNavigate();
  const walked = useRef(false);
  useEffect(() => {
    const link = box.current?.querySelector<HTMLElement>('[aria-current]');
    if (walked.current) link?.focus({ preventScroll: true });
    walked.current = false;
  }, [box, selected]);
  const step = (by: number) => {
    const at = selected ? ids.indexOf(selected) : -1;
    const next = at < 0 ? 0 : Math.min(ids.length - 1, Math.max(0, at + by));
    const id = ids[next];
    if (!id) return;
    const element = box.current;
    if (element) {
      const y = next * height;
      if (y < element.scrollTop) element.scrollTop = y;
      if (y + height > element.scrollTop + element.clientHeight)
        element.scrollTop = y + height - element.clientHeight;
    }
    walked.current = id !== selected;
    void navigate(`/inbox/${id}?tab=${tab}`, walking);
  };
  useKey('j', () => step(1));
  useKey('k', () => step(-1));
}
