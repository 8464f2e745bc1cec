import { useMemo, useState } from 'react';
import type { Tab } from '../data/session-list';

export interface Selection {
  ids: readonly string[];
  has(id: string): boolean;
  toggle(id: string): void;
  set(ids: readonly string[]): void;
}

/** Rows that were chosen to do something with all of them; undefined while nobody chooses. */
export function useSelection(): [Selection | undefined, { start(): void; end(): void }] {
  const [ids, set] = useState<readonly string[] | null>(null);
  const selection = useMemo(() => {
    if (!ids) return undefined;
    const chosen = new Set(ids);
    return {
      ids,
      has: (id: string) => chosen.has(id),
      toggle: (id: string) => set(chosen.has(id) ? ids.filter((one) => one !== id) : [...ids, id]),
      set,
    };
  }, [ids]);
  return [selection, { start: () => set([]), end: () => set(null) }];
}

/** What a list with a selection needs. */
export interface ListProps {
  tab: Tab;
  selected: string | undefined;
  selection: Selection | undefined;
  onDone: () => void;
}
