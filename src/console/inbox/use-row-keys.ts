import type { ReactVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type RefObject } from 'react';
import { useNavigate } from 'react-router';
import { useConsole } from '../context';
import { walking } from '../conversation/use-reply-focus';
import type { Tab } from '../data/session-list';
import { isTaken, useKey } from '../ui/use-key';

interface Walk {
  ids: readonly string[];
  selected: string | undefined;
  tab: Tab;
  box: RefObject<HTMLDivElement | null>;
  list: ReactVirtualizer<HTMLDivElement, HTMLDivElement>;
  /** There is more than was read. */
  goesOn: boolean;
  /** Reads on. */
  onEnd: () => void;
}

/** J and K walk through the list, and the focus with them: Enter on a row is the link's own. */
export function useRowKeys({ ids, selected, tab, box, list, goesOn, onEnd }: Walk): void {
  const { inbox } = useConsole();
  const navigate = useNavigate();
  const walked = useRef(false);
  /** The last row that was read, from which a step was asked for. */
  const steppedFrom = useRef<string>(undefined);
  useEffect(() => {
    const link = box.current?.querySelector<HTMLElement>('[aria-current]');
    if (walked.current) link?.focus({ preventScroll: true });
    walked.current = false;
  }, [box, selected]);

  const step = (by: number) => {
    const here = opened();
    const at = here ? ids.indexOf(here) : -1;
    steppedFrom.current = undefined;
    if (by > 0 && at >= 0 && at === ids.length - 1) {
      if (goesOn) steppedFrom.current = here;
      return onEnd();
    }
    const next = at < 0 ? 0 : Math.max(0, at + by);
    const id = ids[next];
    if (!id || id === here) return;
    list.scrollToIndex(next);
    walked.current = true;
    inbox.conversations.bring(id);
    void navigate(`/inbox/${id}?tab=${tab}`, walking);
  };
  useKey('j', () => step(1));
  useKey('k', () => step(-1));

  useEffect(() => {
    const last = steppedFrom.current;
    if (!last || ids.at(-1) === last) return;
    steppedFrom.current = undefined;
    // Nobody is moved who has begun to do something else.
    if (opened() === last && !isTaken(document.activeElement)) step(1);
  }, [ids]);
}

/** By the address, which is ahead of what is drawn: who presses faster than that walks on all the same. */
const opened = () => /\/inbox\/([^/]+)/.exec(location.pathname)?.[1];
