import { useEffect, useRef } from 'react';
import '../styles/one-row.css';

/**
 * Of a row that scrolls sideways where there is no room for it (`one-row`), the chosen one is in sight.
 * @param shown which it is, and whatever else changes how wide the row is
 */
export function useInSight<Row extends HTMLElement>(shown: string) {
  const row = useRef<Row>(null);
  useEffect(() => {
    const one = row.current?.querySelector('[aria-selected="true"], [aria-current="page"]');
    one?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [shown]);
  return row;
}
